package io.reprise.server.control.route;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.spool.Spooled;
import java.util.List;
import java.util.Optional;

/** Whether a store is away, and what waits for it on local disk, as JSON. */
public final class StoreJson {
    private StoreJson() {}

    /** @param away why; empty if it is not */
    public static Json of(Optional<String> away, Optional<Spooled> spooled, CredentialMask mask) {
        JsonObjectBuilder members = new JsonObjectBuilder().with("status", away.isPresent() ? "away" : "ok");
        away.ifPresent(why -> members.with("problem", mask.of(why)));
        spooled.ifPresent(waiting -> members.with("spool", json(waiting, mask)));
        return members.done();
    }

    private static Json json(Spooled waiting, CredentialMask mask) {
        List<Json> refused = waiting.refused().entrySet().stream()
                .map(each -> new JsonObjectBuilder()
                        .with("file", each.getKey().toString())
                        .with("problem", mask.of(each.getValue()))
                        .done())
                .toList();
        return new JsonObjectBuilder()
                .with("directory", waiting.directory().toString())
                .with("answers", waiting.answers())
                .with("bytes", waiting.bytes())
                .with("limit", waiting.limit())
                .with("refused", refused)
                .done();
    }
}
