package io.reprise.server.control;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.Mode;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the server can answer, and what it is. */
public final class HealthRoute implements RouteGroup {
    private final Mode mode;
    private final int upstreams;
    private final Supplier<Json> memory;

    /** @param memory what is used of it, see {@link MemoryJson} */
    public HealthRoute(Mode mode, int upstreams, Supplier<Json> memory) {
        this.mode = mode;
        this.upstreams = upstreams;
        this.memory = memory;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "health", Route.quick(Set.of(), request -> ControlAnswer.of(health())));
    }

    private Json health() {
        return new JsonObjectBuilder()
                .with("status", "ok")
                .with("mode", mode.toString())
                .with("upstreams", upstreams)
                .with("memory", memory.get())
                .done();
    }
}
