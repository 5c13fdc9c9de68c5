package io.reprise.cli.verify;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.server.upstream.Upstream;
import java.util.Optional;

/**
 * A recording whose request is to be sent once more.
 *
 * @param cost of the recorded answer at the prices of today; empty if it is not known
 */
public record PlannedCall(
        String location, Asked asked, Upstream upstream, Optional<UsDollars> cost, EntrySource source) {
    /** What is asked for. */
    public record Asked(ApiFamily family, String method, String path, String model) {}

    /** For logs: the name of the upstream, or else its host. */
    String label() {
        return upstream.name().isEmpty() ? upstream.url().getHost() : upstream.name();
    }

    /** The members that docs/verify.md describes. */
    public Json toJson() {
        return new JsonObjectBuilder()
                .with("location", location)
                .with("upstream", upstream.url().toString())
                .with("family", asked.family().name())
                .with("method", asked.method())
                .with("path", asked.path())
                .withOrNull("model", asked.model())
                .with("cost_usd", cost.map(UsDollars::toJson).orElse(Json.NULL))
                .done();
    }
}
