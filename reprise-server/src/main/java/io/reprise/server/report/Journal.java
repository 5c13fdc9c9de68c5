package io.reprise.server.report;

import io.reprise.core.json.Json;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.FailureReasons;
import io.reprise.server.outcome.Measurements;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.OutcomeCounts;
import io.reprise.server.outcome.RecordingAges;
import io.reprise.server.outcome.Report;
import io.reprise.server.outcome.TestCounts;
import io.reprise.server.outcome.UsedRecordings;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes note of what became of each request, and of what else people should know. It says no credential. */
public final class Journal implements AutoCloseable {
    private final Detail detail;
    private final CredentialMask mask;
    private final RequestLog log;
    private final Measurements measurements = new Measurements();
    private final OutcomeCounts counts = new OutcomeCounts();
    private volatile OutcomeCounts.Sums atReset = counts.sums();
    private final UsedRecordings used = new UsedRecordings();
    private final RequestRing latest = new RequestRing();
    private final TestCounts tests = new TestCounts();
    private final Telemetry telemetry;
    private final FailureReasons failures = new FailureReasons();
    private final RecordingAges ages = new RecordingAges(this::say);

    /** A journal for people. */
    public Journal(PrintStream out, Detail detail, CredentialMask mask) {
        this(out, detail, LogFormat.TEXT, mask, say -> Telemetry.OFF);
    }

    /**
     * @param mask of all that it says
     * @param telemetry begins to export, and is given what tells people what went wrong
     */
    public Journal(
            PrintStream out,
            Detail detail,
            LogFormat format,
            CredentialMask mask,
            Function<Consumer<String>, Telemetry> telemetry) {
        this.detail = detail;
        this.mask = mask;
        this.log = new RequestLog(out, mask, format);
        this.telemetry = telemetry.apply(this::say);
    }

    /** Where what becomes of requests is exported to. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** What masks credentials in all that is said to people. */
    public CredentialMask mask() {
        return mask;
    }

    /** To be called once for each request. */
    public void note(Outcome outcome, RequestRing.Links links) {
        latest.note(outcome, links);
        counts.add(outcome);
        measurements.add(outcome);
        used.note(outcome);
        failures.note(outcome);
        tests.add(outcome);
        telemetry.note(outcome, links);
        if (detail != Detail.NOTHING) {
            log.add(outcome, links);
        }
    }

    /** How the requests of each test ended. */
    public TestCounts tests() {
        return tests;
    }

    /** The latest requests. */
    public RequestRing latest() {
        return latest;
    }

    /** How many requests ended so since the last reset. */
    public Map<Outcome.Verb, Long> counts() {
        return counts.sums().since(atReset).byVerb();
    }

    /** Begins to count again, for {@link #counts} and {@link #reportSinceReset}. */
    public void reset() {
        atReset = counts.sums();
    }

    /** The recordings that answer requests. */
    public UsedRecordings used() {
        return used;
    }

    /** Recordings that are older than they may be. */
    public RecordingAges ages() {
        return ages;
    }

    /** Why requests got an error instead of an answer. */
    public FailureReasons failures() {
        return failures;
    }

    /** The first chunk of an answer was handed to its client so long after the request began. */
    public void noteFirstChunk(Outcome.Verb verb, long nanos) {
        measurements.addFirstChunk(verb, nanos);
    }

    /** What metrics tell of all requests. */
    public Measurements measurements() {
        return measurements;
    }

    /** Says what is not about one request alone. */
    public void say(String line) {
        if (detail != Detail.NOTHING) {
            log.add(() -> line);
        }
    }

    /** Whether it says what explains decisions. */
    public boolean isExplaining() {
        return detail == Detail.DECISIONS;
    }

    /** Says what explains a decision, where {@code -v} asks for it. */
    public void explain(Supplier<String> line) {
        if (isExplaining()) {
            log.add(() -> "  " + line.get());
        }
    }

    /** Writes a fault of the program with its stack trace, also where nothing else is written. */
    public void fault(String during, Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        log.add(() ->
                "unexpected error during " + during + ": " + text.toString().stripTrailing());
    }

    /**
     * What has become of all requests so far.
     *
     * @param pricesAsOf the day of the prices by which money is counted
     */
    public Report report(
            List<Json> misses, List<FailedRecordings.FailedRecording> failed, Optional<LocalDate> pricesAsOf) {
        return report(counts.sums(), misses, failed, pricesAsOf);
    }

    /** As the other method, of the requests since the last reset. */
    public Report reportSinceReset(
            List<Json> misses, List<FailedRecordings.FailedRecording> failed, Optional<LocalDate> pricesAsOf) {
        return report(counts.sums().since(atReset), misses, failed, pricesAsOf);
    }

    private static Report report(
            OutcomeCounts.Sums sums,
            List<Json> misses,
            List<FailedRecordings.FailedRecording> failed,
            Optional<LocalDate> pricesAsOf) {
        return new Report(sums.byVerb(), sums.upstreamCalls(), sums.saved(pricesAsOf), misses, failed);
    }

    /** Writes what is left. */
    @Override
    public void close() {
        telemetry.close();
        log.close();
    }
}
