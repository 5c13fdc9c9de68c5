package io.reprise.server;

import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.routing.Call;
import io.reprise.server.spool.Spool;
import io.reprise.server.spool.StoreWatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** What answers while the store is away: where answers are recorded, those that wait on local disk, or else an upstream. */
final class AwayStore {
    private final boolean hasUpstreams;
    private final CacheSettings cache;
    private final Optional<Spool> spool;
    private final StoreWatch watch;
    private final Executor workers;

    /** @param workers for what takes long */
    AwayStore(ServerSettings settings, Optional<Spool> spool, StoreWatch watch, Executor workers) {
        this.hasUpstreams = !settings.upstreams().isEmpty();
        this.cache = settings.cache();
        this.spool = spool;
        this.watch = watch;
        this.workers = workers;
    }

    /** What happens to requests while the store is away, for people. */
    static String meaning(ServerSettings settings, boolean hasSpool) {
        boolean asks = settings.mode().keeps() && !settings.upstreams().isEmpty();
        String rest = hasSpool
                ? "all else goes to the upstream, and its answers wait on local disk until the store is back"
                : "all else goes to the upstream, and its answers are NOT KEPT";
        return "Recordings in memory answer on; " + (asks ? rest : "all else gets an error");
    }

    /** What was found; if the store is away, what else there is. Fails where nothing but the store can answer. */
    CompletableFuture<FoundRecordings> orElse(CompletableFuture<FoundRecordings> look, Call call, Mode mode) {
        if (look.isDone() && !look.isCompletedExceptionally()) {
            return look;
        }
        return look.exceptionallyComposeAsync(thrown -> instead(thrown, call, mode), workers);
    }

    private CompletableFuture<FoundRecordings> instead(Throwable thrown, Call call, Mode mode) {
        Throwable cause = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        if (cause instanceof StoreException failed && failed.isAway()) {
            watch.noteAway(failed);
            call.scope().storeIsAway();
            Question question = call.question();
            List<Store.Entry> waiting = spool.stream()
                    .flatMap(own -> Stream.of(question, question.withoutTest())
                            .distinct()
                            .map(own::find)
                            .filter(found -> !found.isEmpty())
                            .limit(1)
                            .flatMap(List::stream))
                    .toList();
            if (!waiting.isEmpty() || mode.keeps() && hasUpstreams) {
                return CompletableFuture.completedFuture(new FoundRecordings(
                        question,
                        List.of(),
                        waiting.stream()
                                .map(entry -> PreparedResponse.of(entry, cache))
                                .toList()));
            }
        }
        return CompletableFuture.failedFuture(cause);
    }
}
