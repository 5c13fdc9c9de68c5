package io.reprise.server.mcp.tool;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** What agents may change, if a server was started with leave. Each answers as the control API does. */
public interface Changes {
    /**
     * Lists files that can go, or deletes them.
     *
     * @param wanted as the body of {@code POST prune}
     * @throws IllegalArgumentException if it is wrong, or cannot be done now; the message says why
     */
    Json prune(Json wanted);

    /** The locations of the recordings of a test. */
    List<String> recordings(TestId test);

    /** Deletes the recordings of a test, and starts it over. */
    Json delete(TestId test);

    /** Whether requests without a recording are sent to the upstream and recorded. */
    boolean recordsWhatIsMissing();

    /**
     * Starts a test over, or all.
     *
     * @throws IllegalArgumentException if nothing is known of the test
     */
    Json startOver(Optional<TestId> test);
}
