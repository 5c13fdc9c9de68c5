package io.reprise.server.mcp.tool;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.price.PriceTable;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import io.reprise.server.comparison.Comparison;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.UsedRecordings;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What tools read.
 *
 * @param explaining explains why nothing would answer a request of a test, as a miss in JSON; blocks
 * @param running what the server knows that answers requests; empty where there is none
 * @param mask of all that is told
 */
public record ToolSources(
        Recorded recorded,
        BiFunction<Request, TestId, Json> explaining,
        Optional<Running> running,
        PriceTable prices,
        CredentialMask mask) {
    /**
     * A store, and how its questions are compared.
     *
     * @param rules that are in force
     * @param known what is known of the recordings of this store
     */
    public record Recorded(Store store, KeyRules rules, KnownRecordings known) {}

    /**
     * What only a running server knows.
     *
     * @param misses oldest first, as the control API shows them
     * @param missed the request of a miss, by its id
     * @param changes empty where agents have no leave to change anything
     * @param used which recordings answered
     */
    public record Running(
            Supplier<List<Json>> misses,
            Function<String, Optional<MissLog.Missed>> missed,
            UsedRecordings used,
            Optional<Changes> changes) {}

    private static final String NOT_RUNNING =
            "only a running server knows that; start this one with 'reprise mcp --url http://127.0.0.1:8000', or use the URL "
                    + "http://127.0.0.1:8000/__reprise/mcp";

    public Store store() {
        return recorded.store();
    }

    public KnownRecordings known() {
        return recorded.known();
    }

    public Comparison comparison() {
        return new Comparison(store(), recorded.rules(), mask, Comparison.LONGEST);
    }

    /** @throws WrongCallException if there is no server */
    public Running server(String otherwise) {
        return running.orElseThrow(() -> new WrongCallException(NOT_RUNNING + otherwise));
    }
}
