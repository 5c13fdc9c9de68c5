package io.reprise.server.outcome;

import io.reprise.core.redact.CredentialMask;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Answers that should have been kept and could not be: reported until someone has noticed. */
public final class FailedRecordings {
    private static final int MAX_LISTED = 100;

    /**
     * One answer that is not in the store.
     *
     * @param test whose it is; empty if it is of no test, or if that is not known
     */
    public record FailedRecording(String method, String path, String test, String reason) {
        /** Such as {@code POST /v1/chat/completions}. */
        public String request() {
            return method + " " + path;
        }
    }

    private final CredentialMask mask;
    private final List<FailedRecording> listed = new ArrayList<>();
    private final Map<LossReason, AtomicLong> byReason = new EnumMap<>(LossReason.class);
    private volatile long count;
    private boolean isUntold;

    /** @param mask of what is said of them */
    public FailedRecordings(CredentialMask mask) {
        this.mask = mask;
        for (LossReason reason : LossReason.values()) {
            byReason.put(reason, new AtomicLong());
        }
    }

    /** Adds one, and masks credentials in it; its reason is in words for people. */
    public void add(LossReason reason, FailedRecording one) {
        FailedRecording failed = new FailedRecording(
                mask.of(one.method()), mask.of(one.path()), mask.of(one.test()), mask.of(one.reason()));
        of(reason).incrementAndGet();
        synchronized (this) {
            count++;
            isUntold = true;
            if (listed.size() < MAX_LISTED) {
                listed.add(failed);
            }
        }
    }

    /** Whether the next answer is to tell its client that there are some; true once after each. */
    public boolean takeUntold() {
        if (count == 0) {
            return false;
        }
        synchronized (this) {
            boolean isToldNow = isUntold;
            isUntold = false;
            return isToldNow;
        }
    }

    public long count() {
        return count;
    }

    /** How many there are for this reason. */
    public long count(LossReason reason) {
        return of(reason).get();
    }

    private AtomicLong of(LossReason reason) {
        return Objects.requireNonNull(byReason.get(reason));
    }

    /** The first 100. */
    public synchronized List<FailedRecording> listed() {
        return List.copyOf(listed);
    }
}
