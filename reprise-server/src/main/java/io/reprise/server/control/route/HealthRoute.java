package io.reprise.server.control.route;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.Mode;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.lookup.StoreDirectory;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the server can answer, and whether it can keep what it is to keep. */
public final class HealthRoute implements RouteGroup {
    private final Mode mode;
    private final int upstreams;
    private final StoreDirectory recordings;
    private final Supplier<Json> memory;
    private final Supplier<Optional<Json>> store;

    /**
     * @param recordings the directory of the store
     * @param memory what is used of it, see {@link MemoryJson}
     * @param store whether it is away, see {@link StoreJson}; empty for a directory
     */
    public HealthRoute(
            Mode mode,
            int upstreams,
            StoreDirectory recordings,
            Supplier<Json> memory,
            Supplier<Optional<Json>> store) {
        this.store = store;
        this.mode = mode;
        this.upstreams = upstreams;
        this.recordings = recordings;
        this.memory = memory;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "health", Route.slow(Set.of(), request -> health()));
    }

    private ControlAnswer health() {
        boolean records = upstreams > 0 && (mode == Mode.RECORD || mode == Mode.RECORD_IF_MISSING);
        Optional<String> problem = records ? recordings.unwritable() : Optional.empty();
        JsonObjectBuilder members = new JsonObjectBuilder()
                .with("status", problem.isPresent() ? "unwritable" : "ok")
                .with("mode", mode.toString())
                .with("upstreams", upstreams)
                .with("memory", memory.get());
        store.get().ifPresent(state -> members.with("store", state));
        problem.ifPresent(why -> members.with("problem", why));
        return new ControlAnswer.OfJson(problem.isPresent() ? 503 : 200, Headers.NONE, members.done());
    }
}
