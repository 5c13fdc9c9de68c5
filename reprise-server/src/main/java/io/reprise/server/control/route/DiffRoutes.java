package io.reprise.server.control.route;

import io.reprise.core.compare.SetDifference;
import io.reprise.core.store.StoreException;
import io.reprise.server.comparison.Comparands;
import io.reprise.server.comparison.Comparison;
import io.reprise.server.comparison.NotFoundException;
import io.reprise.server.comparison.TookTooLongException;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import java.util.Optional;
import java.util.Set;

/** What differs between two recordings, between revisions of git, and between two tests. */
public final class DiffRoutes implements RouteGroup {
    private static final String A = "a";
    private static final String B = "b";
    private static final String REVISION_A = "a_revision";
    private static final String REVISION_B = "b_revision";
    private static final String TEST_A = "a_test";
    private static final String TEST_B = "b_test";
    private static final int STANDARD = 100;
    private static final int MOST = 1_000;

    private final Comparison comparison;

    public DiffRoutes(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "GET",
                "diff",
                Route.slow(Set.of(A, B, REVISION_A, REVISION_B, TEST_A, TEST_B, "limit"), this::difference));
    }

    private ControlAnswer difference(ControlRequest request) {
        try {
            return compared(request);
        } catch (NotFoundException none) {
            boolean isOfTests = given(request, TEST_A).isPresent();
            return ControlAnswer.error(
                    404,
                    none.getMessage()
                            + (isOfTests
                                    ? "; 'GET /__reprise/tests' lists the tests"
                                    : "; 'GET /__reprise/recordings' lists the locations"));
        } catch (IllegalArgumentException wrong) {
            return ControlAnswer.error(400, String.valueOf(wrong.getMessage()));
        } catch (TookTooLongException late) {
            return ControlAnswer.error(503, String.valueOf(late.getMessage()));
        } catch (StoreException broken) {
            return ControlAnswer.error(422, String.valueOf(broken.getMessage()));
        }
    }

    private ControlAnswer compared(ControlRequest request) {
        int most = request.number("limit", MOST, STANDARD);
        Comparands wanted = Comparands.of(name -> given(request, name), request::required);
        if (wanted instanceof Comparands.Tests tests) {
            return of(comparison.tests(tests.a(), tests.b(), most));
        }
        if (wanted instanceof Comparands.Revisions revisions) {
            return of(comparison.revisions(revisions.before(), revisions.after(), most));
        }
        Comparands.Recordings recordings = (Comparands.Recordings) wanted;
        return ControlAnswer.of(
                comparison.recordings(recordings.a(), recordings.b()).toJson());
    }

    private static ControlAnswer of(SetDifference difference) {
        return ControlAnswer.of(difference.toJson());
    }

    private static Optional<String> given(ControlRequest request, String name) {
        return request.parameter(name).filter(value -> !value.isEmpty());
    }
}
