package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.replay.rule.Terms;
import java.time.Duration;
import java.util.Optional;

/** One fault as people write it: its kind, and the settings of that. */
final class FaultSyntax {
    static final String FORM = "Faults are status=429,retry-after=2; error,after=3; cut,after=3; reset,after=3; "
            + "stall,after=3,for=2s; delay=1s; slow-headers=1s; malformed,after=3; empty,after=3; duplicate,after=3; "
            + "no-done; recut=1 or recut=random,seed=7 (several are separated by semicolons)";

    private static final Point START = new Point.Start();
    private static final Point HEAD = new Point.AfterChunks(0);
    private static final long MOST_BYTES = 1 << 20;
    private static final int USUAL_MOST = 16;

    private FaultSyntax() {}

    static Fault parse(Terms terms) {
        String kind = terms.first();
        Fault fault = switch (kind) {
            case "status" -> status(terms);
            case "error" -> error(terms);
            case "cut" -> new Fault.Cut(point(terms, kind, START));
            case "reset" -> new Fault.Reset(point(terms, kind, START));
            case "stall" -> new Fault.Stall(point(terms, kind, START), terms.time("for"));
            case "delay" -> new Fault.Delay(terms.time(kind).orElseThrow());
            case "slow-headers" -> new Fault.SlowHeaders(terms.time(kind).orElseThrow());
            case "malformed" -> new Fault.Malformed(point(terms, kind, HEAD));
            case "empty" -> new Fault.Empty(point(terms, kind, HEAD));
            case "duplicate" -> new Fault.Duplicate(point(terms, kind, HEAD));
            case "no-done" -> noDone(terms);
            case "recut" -> recut(terms);
            default -> throw terms.wrong(Quoted.of(kind) + " is not a fault");
        };
        terms.refuseOthers();
        return fault;
    }

    private static Fault status(Terms terms) {
        int status = terms.whole("status", 400, 599).orElseThrow().intValue();
        return new Fault.Status(status, retryAfter(terms), terms.text("message"));
    }

    /** In seconds, as in the header, or with a unit. */
    private static Optional<Duration> retryAfter(Terms terms) {
        boolean isSeconds = terms.text("retry-after")
                .filter(value -> value.matches("\\d{1,5}"))
                .isPresent();
        return isSeconds ? terms.whole("retry-after", 0, 86_400).map(Duration::ofSeconds) : terms.time("retry-after");
    }

    private static Fault error(Terms terms) {
        int status = terms.whole("status", 400, 599).orElse(500L).intValue();
        return new Fault.ErrorEvent(point(terms, "error", HEAD), status, terms.text("message"));
    }

    private static Fault noDone(Terms terms) {
        if (!terms.text("no-done").orElse("").isEmpty()) {
            throw terms.wrong("no-done takes no value");
        }
        return new Fault.NoDone();
    }

    private static Fault recut(Terms terms) {
        boolean isRandom = terms.text("recut").filter("random"::equals).isPresent();
        long gap = terms.time("gap").orElse(Duration.ZERO).toNanos();
        if (!isRandom) {
            int size = terms.whole("recut", 1, MOST_BYTES).orElseThrow().intValue();
            return new Recut(size, size, 0, gap);
        }
        int most = terms.whole("most", 1, MOST_BYTES).orElse((long) USUAL_MOST).intValue();
        return new Recut(
                1, most, terms.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L), gap);
    }

    /** Written {@code cut,after=3} or {@code cut=3}. */
    private static Point point(Terms terms, String kind, Point usual) {
        Optional<String> brief = terms.text(kind).filter(value -> !value.isEmpty());
        Optional<String> after = terms.text("after");
        if (brief.isPresent() && after.isPresent()) {
            throw terms.wrong("the place is given twice");
        }
        try {
            return after.or(() -> brief).map(Point::parse).orElse(usual);
        } catch (IllegalArgumentException wrong) {
            throw terms.wrong(String.valueOf(wrong.getMessage()));
        }
    }
}
