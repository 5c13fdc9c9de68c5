package io.reprise.server.mcp.tool;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What tools read.
 *
 * @param misses oldest first, as {@code GET /__reprise/misses} shows them
 * @param explaining explains why nothing would answer a request of a test, as a miss in JSON; blocks
 * @param isServing whether a server answers requests, so that there can be misses
 * @param mask of all that is told
 */
public record ToolSources(
        Store store,
        Supplier<List<Json>> misses,
        BiFunction<Request, TestId, Json> explaining,
        boolean isServing,
        CredentialMask mask) {}
