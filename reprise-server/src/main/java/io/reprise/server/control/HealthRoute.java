package io.reprise.server.control;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the server can answer, and whether it can keep what it is to keep. */
public final class HealthRoute implements RouteGroup {
    private final Mode mode;
    private final int upstreams;
    private final Optional<Path> recordings;
    private final Supplier<Json> memory;

    /**
     * @param recordings the directory of the store
     * @param memory what is used of it, see {@link MemoryJson}
     */
    public HealthRoute(Mode mode, int upstreams, Optional<Path> recordings, Supplier<Json> memory) {
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
        Optional<String> problem = records ? recordings.flatMap(HealthRoute::unwritable) : Optional.empty();
        JsonObjectBuilder members = new JsonObjectBuilder()
                .with("status", problem.isPresent() ? "unwritable" : "ok")
                .with("mode", mode.toString())
                .with("upstreams", upstreams)
                .with("memory", memory.get());
        problem.ifPresent(why -> members.with("problem", why));
        return new ControlAnswer.OfJson(problem.isPresent() ? 503 : 200, Headers.NONE, members.done());
    }

    /** Nothing is written to find out: who waits for a server asks again and again. */
    private static Optional<String> unwritable(Path directory) {
        Path there = directory.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent(); // what is missing is made with the first recording
        }
        if (!Files.isDirectory(there)) {
            return Optional.of("'" + there + "' is no directory, so no recording can be kept; move it, or name another"
                    + " directory with --recordings");
        }
        if (!Files.isWritable(there)) {
            return Optional.of("'" + there + "' cannot be written, so no recording can be kept; give this user leave to"
                    + " write there, or name another directory with --recordings");
        }
        try {
            return Files.getFileStore(there).getUsableSpace() > 0
                    ? Optional.empty()
                    : Optional.of("the disk of '" + there + "' is full, so no recording can be kept; make room there");
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }
}
