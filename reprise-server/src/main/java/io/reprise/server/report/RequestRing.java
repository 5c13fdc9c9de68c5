package io.reprise.server.report;

import io.reprise.core.exchange.Headers;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The latest requests, without their bodies. To note one allocates nothing: its texts are referred to, and written to a place that was there
 * before.
 */
public final class RequestRing {
    /** So many are remembered; a power of two. */
    static final int SIZE = 1 << 12;

    /** A longer text is copied, so that not all of it is kept in memory. In characters. */
    private static final int LONGEST = 2_000;

    /**
     * One request, as it is shown in lists.
     *
     * @param seq from 1, one more for each request
     * @param at when it had its answer, in milliseconds since 1970
     * @param location of the recording that answered it, or that was made of its answer; empty for none
     * @param miss the id of its miss in the {@link MissLog}; empty for none
     */
    public record Row(long seq, long at, Asked asked, Answered answered, String location, String miss) {}

    /**
     * What was asked. A text is empty where it is not known.
     *
     * @param title the last words of the user
     */
    public record Asked(
            String method,
            String path,
            String model,
            String title,
            String test,
            Optional<Key> key,
            String family,
            String upstream) {}

    /** What the client got. */
    public record Answered(Verb verb, int status, int chunks, long nanos, String fault, String note) {}

    private static final class Slot {
        long seq;
        long at;
        String method = "";
        String path = "";

        @Nullable String model;

        String title = "";

        @Nullable Verb verb;

        int status;
        int chunks;
        long nanos;
        String fault = "";
        String note = "";
        String location = "";
        String miss = "";
        String test = "";

        @Nullable Key key;

        String family = "";

        @Nullable String upstream;
    }

    private final Slot[] slots = new Slot[SIZE];
    private final AtomicLong count = new AtomicLong();

    RequestRing() {
        for (int i = 0; i < SIZE; i++) {
            slots[i] = new Slot();
        }
    }

    /** @param links where more is known of it */
    void note(Outcome outcome, Links links) {
        long seq = count.incrementAndGet();
        Slot slot = slots[(int) (seq & SIZE - 1)];
        synchronized (slot) {
            if (slot.seq < seq) {
                slot.seq = seq;
                slot.at = System.currentTimeMillis();
                fill(slot, outcome);
                slot.location = links.location();
                slot.miss = links.miss();
            }
        }
    }

    /** Where more is known of a request. The texts are empty for none. */
    public interface Links {
        Links NONE = new Links() {};

        /** As {@link Row#location}. */
        default String location() {
            return "";
        }

        /** As {@link Row#miss}. */
        default String miss() {
            return "";
        }

        /** What the client has sent. */
        default Headers headers() {
            return Headers.NONE;
        }

        /** Where it is in a trace, if its upstream was asked in one. */
        default Telemetry.@Nullable Trace trace() {
            return null;
        }

        /** From the first line of the request to the first chunk of its answer, in nanoseconds; 0 if there was none. */
        default long firstChunkNanos() {
            return 0;
        }
    }

    private static void fill(Slot slot, Outcome outcome) {
        slot.method = shortened(outcome.request().method());
        slot.path = shortened(outcome.request().path());
        slot.model = outcome.request().model().orElse(null);
        slot.verb = outcome.verb();
        slot.status = outcome.answer().status();
        slot.chunks = outcome.answer().chunks();
        slot.nanos = outcome.nanos();
        slot.fault = outcome.answer().fault();
        slot.note = shortened(outcome.answer().note());
        Question question = outcome.request().question().orElse(null);
        slot.title = question == null ? "" : question.parsed().title();
        slot.test = question == null ? "" : question.test().name();
        slot.key = question == null ? null : question.key();
        slot.family = question == null ? "" : question.parsed().family().name();
        slot.upstream = question == null ? null : question.upstream().orElse(null);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** The number of the latest; 0 if there was none. */
    public long latest() {
        return count.get();
    }

    /** Those after {@code seq} that are remembered, oldest first. */
    public List<Row> after(long seq) {
        long last = count.get();
        List<Row> rows = new ArrayList<>();
        for (long next = Math.max(seq, last - SIZE) + 1; next <= last; next++) {
            Row row = row(slots[(int) (next & SIZE - 1)], next);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Null if the slot has another by now, or does not have it yet. */
    private static @Nullable Row row(Slot slot, long seq) {
        synchronized (slot) {
            if (slot.seq != seq || slot.verb == null) {
                return null;
            }
            Asked asked = new Asked(
                    slot.method,
                    slot.path,
                    slot.model == null ? "" : slot.model,
                    slot.title,
                    slot.test,
                    Optional.ofNullable(slot.key),
                    slot.family,
                    slot.upstream == null ? "" : slot.upstream);
            Answered answered = new Answered(slot.verb, slot.status, slot.chunks, slot.nanos, slot.fault, slot.note);
            return new Row(seq, slot.at, asked, answered, slot.location, slot.miss);
        }
    }
}
