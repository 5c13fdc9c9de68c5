package io.reprise.server.control;

import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.Optional;
import java.util.Set;

/** What differs between two recordings of the store. */
public final class DiffRoutes implements RouteGroup {
    private final Store store;
    private final CredentialMask mask;

    /** @param mask of all texts, before they are compared */
    public DiffRoutes(Store store, CredentialMask mask) {
        this.store = store;
        this.mask = mask;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "diff", Route.slow(Set.of("a", "b", "a_revision", "b_revision"), this::difference));
    }

    private ControlAnswer difference(ControlRequest request) {
        if (!request.parameter("a_revision").orElse("").isEmpty()
                || !request.parameter("b_revision").orElse("").isEmpty()) {
            throw new WrongRequestException(
                    "a server does not read revisions of git; 'reprise diff --revision REV' compares with one");
        }
        String a = request.required("a");
        String b = request.required("b");
        try {
            Optional<Store.Entry> before = store.at(a);
            Optional<Store.Entry> after = store.at(b);
            if (before.isEmpty() || after.isEmpty()) {
                return ControlAnswer.error(
                        404,
                        "there is no recording " + Quoted.of(before.isEmpty() ? a : b)
                                + "; 'GET recordings' lists the locations");
            }
            return ControlAnswer.of(
                    RecordingDifference.between(before.get(), after.get(), mask).toJson());
        } catch (StoreException broken) {
            return ControlAnswer.error(422, String.valueOf(broken.getMessage()));
        }
    }
}
