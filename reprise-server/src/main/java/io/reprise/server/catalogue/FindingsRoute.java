package io.reprise.server.catalogue;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@code lint} finds in the store, credentials as well. The store is checked on a thread of its own, when somebody asks. */
public final class FindingsRoute implements RouteGroup, AutoCloseable {
    private static final long LONGEST_WAIT_MS = 2_000;

    /** A check reads the whole store: it is not repeated for each look. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST_LISTED = 10_000;

    /** So many times as long as a check took, it counts. */
    private static final int REST = 3;

    /** One check, as far as it has come. */
    private static final class Check {
        final List<Finding> findings = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> done = new CompletableFuture<>();
        final long beganAt = System.nanoTime();
        volatile long endedAt;

        /** A large store is not checked all the time. */
        boolean isFresh() {
            long fresh = Math.max(FRESH_NANOS, REST * (endedAt - beganAt));
            return !done.isDone() || System.nanoTime() - endedAt < fresh;
        }
    }

    private final Optional<Path> directory;
    private final KeyRules rules;
    private final Redaction redaction;
    private Check latest = new Check();
    private volatile boolean isClosed;

    public FindingsRoute(Store store, KeyRules rules, Redaction redaction) {
        this.directory = store.directory();
        this.rules = rules;
        this.redaction = redaction;
        latest.done.complete(null);
        latest.endedAt = System.nanoTime() - FRESH_NANOS;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "findings", Route.slow(Set.of(), request -> ControlAnswer.of(findings())));
    }

    private Json findings() {
        Check check = check();
        boolean isComplete = true;
        try {
            check.done.get(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException stillRead) {
            isComplete = false;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof StoreException reason
                    ? reason
                    : new IllegalStateException(failed.getCause());
        }
        List<Finding> found = List.copyOf(check.findings);
        return new JsonObjectBuilder()
                .with(
                        "findings",
                        found.stream()
                                .limit(MOST_LISTED)
                                .map(FindingsRoute::json)
                                .toList())
                .with("total", found.size())
                .with("complete", isComplete)
                .done();
    }

    private static Json json(Finding finding) {
        return new JsonObjectBuilder()
                .with("location", finding.file())
                .with("kind", finding.kind())
                .with("problem", finding.problem())
                .with("remedy", finding.remedy())
                .done();
    }

    private synchronized Check check() {
        if (!latest.isFresh() && directory.isPresent() && !isClosed) {
            Check next = new Check();
            latest = next;
            Thread thread = new Thread(() -> run(next, directory.get()), "reprise-findings");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.start();
        }
        return latest;
    }

    private void run(Check check, Path root) {
        try {
            new StoreLint(root, rules, Remedy.REPORT_ONLY, redaction).check(finding -> {
                if (isClosed) {
                    throw new StoreException("the server stops", null);
                }
                if (check.findings.size() <= MOST_LISTED) {
                    check.findings.add(finding);
                }
            });
            check.done.complete(null);
        } catch (RuntimeException | Error failed) {
            check.done.completeExceptionally(failed);
        } finally {
            check.endedAt = System.nanoTime();
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
