package io.reprise.cli.verify;

import io.reprise.core.drift.DriftReport;
import io.reprise.core.drift.DriftReport.LeftOut;
import io.reprise.core.drift.RecordingDrift;
import io.reprise.core.drift.Thresholds;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.price.PriceTable;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks what a plan says, and compares the answers with the recorded ones. It can be stopped; what it has found by then stays. */
public final class Verification {
    private final Asker asker;
    private final CredentialMask mask;
    private final PriceTable prices;
    private final ExecutorService workers;
    private final List<RecordingDrift> found = new ArrayList<>();
    private final List<LeftOut> failed = new ArrayList<>();

    /** Upstreams that cannot be asked, with the reason. */
    private final Map<String, String> away = new ConcurrentHashMap<>();

    /** Why nobody can be told any more. */
    private @Nullable RuntimeException untold;

    private volatile boolean isStopped;

    /**
     * @param mask of what is compared
     * @param parallel how many requests may be on their way at the same time, 1 or more
     */
    public Verification(Asker asker, CredentialMask mask, PriceTable prices, int parallel) {
        this.asker = asker;
        this.mask = mask;
        this.prices = prices;
        this.workers = Executors.newFixedThreadPool(parallel, work -> {
            Thread thread = new Thread(work, "reprise-verify");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Blocks until all is asked, or it is stopped. What {@code told} throws stops it, since requests may cost money, and is thrown here.
     *
     * @param told of each recording as soon as it is compared, one at a time
     * @param step called after each recording
     */
    public DriftReport run(CallPlan plan, Thresholds thresholds, Consumer<RecordingDrift> told, Runnable step)
            throws InterruptedException {
        synchronized (this) {
            if (!isStopped) {
                plan.calls()
                        .forEach(call -> workers.execute(() -> {
                            compared(call, plan.repeat()).ifPresent(drift -> tell(drift, told));
                            step.run();
                        }));
            }
            workers.shutdown();
        }
        if (!workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("the answers did not come within 292 years");
        }
        return report(plan, thresholds);
    }

    /** Sends no further request, and does not wait for what is on its way. */
    public synchronized void stop() {
        isStopped = true;
        workers.shutdownNow();
    }

    private synchronized DriftReport report(CallPlan plan, Thresholds thresholds) {
        if (untold != null) {
            throw untold;
        }
        found.sort(Comparator.comparing(drift -> drift.recorded().location()));
        failed.sort(Comparator.comparing(LeftOut::location));
        return new DriftReport(found, plan.skipped(), failed, isStopped, thresholds);
    }

    private Optional<RecordingDrift> compared(PlannedCall call, int repeat) {
        try {
            Optional<Store.Entry> entry = call.source().read();
            if (entry.isEmpty()) {
                fail(call, "the recording is no longer there");
                return Optional.empty();
            }
            List<Exchange> answers = answers(call, entry.get(), repeat);
            return answers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(RecordingDrift.of(entry.get(), answers, mask, prices));
        } catch (StoreException unreadable) {
            fail(call, String.valueOf(unreadable.getMessage()));
        } catch (RuntimeException unexpected) {
            fail(call, "unexpected error: " + unexpected);
        }
        return Optional.empty();
    }

    private synchronized void tell(RecordingDrift drift, Consumer<RecordingDrift> told) {
        found.add(drift);
        if (untold != null) {
            return;
        }
        try {
            told.accept(drift);
        } catch (RuntimeException unwritten) {
            untold = unwritten;
            stop();
        }
    }

    /** As many as come. */
    private List<Exchange> answers(PlannedCall call, Store.Entry entry, int repeat) {
        List<Exchange> answers = new ArrayList<>();
        try {
            while (answers.size() < repeat && !isStopped) {
                String known = away.get(call.label());
                Asked asked = known == null ? asker.ask(call, entry) : new Asked.Failed(known, true);
                if (asked instanceof Asked.Failed without) {
                    if (!isStopped) {
                        fail(call, without.reason());
                    }
                    if (without.isOfUpstream()) {
                        away.putIfAbsent(call.label(), without.reason());
                    }
                    return answers;
                }
                answers.add(((Asked.Answered) asked).exchange());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    private synchronized void fail(PlannedCall call, String reason) {
        failed.add(new LeftOut(call.location(), reason));
    }
}
