package io.reprise.server.mcp.tool;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.price.PriceTable;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import io.reprise.server.report.UsedRecordings;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What tools read.
 *
 * @param explaining explains why nothing would answer a request of a test, as a miss in JSON; blocks
 * @param running what the server knows that answers requests; empty where there is none
 * @param mask of all that is told
 */
public record ToolSources(
        Store store,
        BiFunction<Request, TestId, Json> explaining,
        Optional<Running> running,
        PriceTable prices,
        CredentialMask mask) {
    /**
     * What only a running server knows.
     *
     * @param misses oldest first, as the control API shows them
     * @param used which recordings answered
     */
    public record Running(Supplier<List<Json>> misses, UsedRecordings used) {}

    private static final String NOT_RUNNING =
            "only a running server knows that; start this one with 'reprise mcp --url http://127.0.0.1:8000', or use the URL "
                    + "http://127.0.0.1:8000/__reprise/mcp";

    /** @throws WrongCallException if there is no server */
    Running server(String otherwise) {
        return running.orElseThrow(() -> new WrongCallException(NOT_RUNNING + otherwise));
    }
}
