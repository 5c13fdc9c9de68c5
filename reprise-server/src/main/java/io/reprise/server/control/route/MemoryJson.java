package io.reprise.server.control.route;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.MemoryBudget.Use;
import io.reprise.server.memory.SpillFiles;
import io.reprise.server.memory.WorkQueue;

/** What the budgets say, in JSON. All sizes are bytes. */
public final class MemoryJson {
    private MemoryJson() {}

    /** @param cached in the cache of recordings */
    public static Json of(MemoryBudget budget, SpillFiles files, long cached) {
        WorkQueue work = budget.work();
        return new JsonObjectBuilder()
                .with("limit", budget.limit())
                .with("used", budget.used())
                .with("peak", budget.peak())
                .with(
                        "arriving",
                        new JsonObjectBuilder()
                                .with("limit", budget.arrivingLimit())
                                .with("requests", budget.used(Use.REQUESTS))
                                .with("answers", budget.used(Use.ANSWERS))
                                .with("sockets", budget.used(Use.SOCKETS))
                                .done())
                .with(
                        "work",
                        new JsonObjectBuilder()
                                .with("limit", work.limit())
                                .with("used", work.used())
                                .with("peak", work.peak())
                                .with("waiting", work.waiting())
                                .done())
                .with(
                        "cache",
                        new JsonObjectBuilder()
                                .with("limit", budget.recordingCacheLimit())
                                .with("used", cached)
                                .done())
                .with(
                        "spilled",
                        new JsonObjectBuilder()
                                .with("bytes", files.bytes())
                                .with("files", files.files())
                                .with("peak", files.peak())
                                .done())
                .with("given_up", budget.givenUp())
                .with("refused", budget.refused())
                .done();
    }
}
