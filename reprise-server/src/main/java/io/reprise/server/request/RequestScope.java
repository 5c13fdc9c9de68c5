package io.reprise.server.request;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.StoreException;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.AnswerSummary;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.RequestSummary;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.Journal;
import io.reprise.server.report.RequestRing;
import io.reprise.server.report.Telemetry;
import io.reprise.server.run.TestRun;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The boundary around everything that is done for one request. Whatever is thrown inside becomes an answer, so that no client is left
 * without one; what became of the request is noted once. Belongs to the client's event loop.
 */
public final class RequestScope implements RequestRing.Links {
    private final EventLoop loop;
    private final Journal journal;
    private final ClientConnection client;
    /** There is none for most requests, which are small. */
    private @Nullable RequestMemory memory;

    private final long startNanos;
    private long wholeNanos;
    private Request request;
    private RequestSummary summary;
    private boolean isFinished;
    private @Nullable TestRun run;
    private volatile String location = "";
    private volatile boolean isStoreAway;
    private String miss = "";
    /** There is none but for requests that upstreams were asked for, where telemetry is on. */
    private Telemetry.@Nullable Trace trace;

    /**
     * @param request as much as is known of it
     * @param connect makes the client's end from what runs tasks inside of this boundary
     * @param startNanos when the first line of the request had been read, by {@link System#nanoTime}
     */
    public RequestScope(
            EventLoop loop,
            Journal journal,
            Request request,
            Function<Consumer<Runnable>, ClientConnection> connect,
            long startNanos) {
        this.loop = loop;
        this.journal = journal;
        this.request = request;
        this.summary = RequestSummary.unread(request.method(), request.path());
        this.client = connect.apply(this::run);
        this.startNanos = startNanos;
        this.wholeNanos = startNanos;
        loop.requestBegan();
    }

    public ClientConnection client() {
        return client;
    }

    public RequestMemory memory() {
        if (memory == null) {
            memory = new RequestMemory(loop.memory(), isFinished);
        }
        return memory;
    }

    /** Its recordings could not be looked for, because the store is away. */
    public void storeIsAway() {
        isStoreAway = true;
    }

    public boolean isStoreAway() {
        return isStoreAway;
    }

    /** What the request has taken is given back. */
    public void giveBackMemory() {
        if (memory != null) {
            memory.close();
        }
    }

    /** Takes memory for its answer until the request is over; false if there is none. */
    public boolean takes(long bytes) {
        return memory().take(bytes);
    }

    /** Takes memory for its conversation until that is over; false if there is none. */
    public boolean takesForSocket(long bytes) {
        return memory().takeForSocket(bytes);
    }

    /** It is known what to do with the request: what it was parsed into is no longer needed, and is computed again where it is. */
    public void understood() {
        if (memory != null && memory.endWork()) {
            summary.question().ifPresent(Question::release);
        }
    }

    /** The recording at this location answers the request, or was made of its answer. May be called on any thread. */
    public void answeredBy(String recording) {
        location = recording;
    }

    /** @param id that the request has as a miss */
    public void missedAs(String id) {
        miss = id;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public String miss() {
        return miss;
    }

    @Override
    public Headers headers() {
        return request.headers();
    }

    @Override
    public Telemetry.@Nullable Trace trace() {
        return trace;
    }

    @Override
    public long firstChunkNanos() {
        long firstNanos = client.firstBytesNanos();
        return firstNanos == 0 ? 0 : firstNanos - startNanos;
    }

    /** The request as its upstream is to get it: as a part of the trace that is exported, if one is. */
    public Request traced(Request asked) {
        trace = journal.telemetry().trace(asked.headers());
        return trace == null
                ? asked
                : new Request(
                        asked.method(), asked.path(), asked.query(), trace.forUpstream(asked.headers()), asked.body());
    }

    /** Whether the answer is the one to {@code HEAD}, which has no body. */
    public boolean isOfHead() {
        return request.method().equals("HEAD");
    }

    /** When the last byte of the request had been read, by {@link System#nanoTime}. */
    public long wholeNanos() {
        return wholeNanos;
    }

    public void wholeAt(long nanos) {
        wholeNanos = nanos;
    }

    /** The request belongs to this run of its test. To be called once. */
    public void partOf(TestRun its) {
        run = its;
        its.requestBegan();
    }

    /** The run that the request belongs to; empty where its test was not started. */
    public Optional<TestRun> run() {
        return Optional.ofNullable(run);
    }

    /** Says more exactly which request this is. */
    public void describe(Request understood, RequestSummary its) {
        request = understood;
        summary = its;
    }

    /** Runs a step. To be called on the event loop. */
    public void run(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    /** Does on a worker what takes long, then goes on with its result on the event loop. */
    public <T> void onWorker(Callable<T> work, Consumer<T> then) {
        loop.onWorker(work, result -> run(() -> then.accept(result)), this::fail);
    }

    /** Goes on with the result on the event loop, at once where it is there already. */
    public <T> void await(CompletionStage<T> awaited, Consumer<T> then) {
        awaited.whenComplete((result, thrown) -> {
            Runnable step = thrown == null ? () -> run(() -> then.accept(result)) : () -> fail(unwrapped(thrown));
            if (loop.isCurrent()) {
                step.run();
            } else {
                loop.execute(step);
            }
        });
    }

    private static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof java.util.concurrent.CompletionException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
    }

    /** Goes on after a while on the event loop. */
    public EventLoop.Timer after(long millis, Runnable then) {
        return loop.after(millis, () -> run(then));
    }

    public EventLoop loop() {
        return loop;
    }

    /** Notes what became of the request; only the first call counts. */
    public void finish(Verb verb, AnswerSummary answer, Cost cost) {
        if (!isFinished) {
            isFinished = true;
            loop.requestEnded();
            giveBackMemory();
            summary.question().ifPresent(Question::release); // it may be remembered, and has been served
            Outcome outcome = new Outcome(verb, summary, answer, cost, System.nanoTime() - startNanos);
            journal.note(outcome, this);
            if (run != null) {
                run.requestEnded(outcome, this);
            }
            long firstNanos = firstChunkNanos();
            if (firstNanos != 0 && answer.chunks() > 0) {
                journal.noteFirstChunk(verb, firstNanos);
            }
        }
    }

    /** The request was about this server itself, and has its answer: nothing is noted of it. */
    public void finishUnnoted() {
        if (!isFinished) {
            isFinished = true;
            loop.requestEnded();
        }
    }

    /** Answers with an error in the words of the request's API family. */
    public void answerError(Verb verb, int status, String reason, ErrorAnswers.Retry retry) {
        answerError(verb, status, reason, reason, retry);
    }

    /** @param note what the log says instead of the message that the client gets */
    public void answerError(Verb verb, int status, String message, String note, ErrorAnswers.Retry retry) {
        sendError(status, message, retry);
        finish(verb, AnswerSummary.of(status, 0, note), Cost.NONE);
    }

    /** Sends an error in the words of the request's API family. */
    public void sendError(int status, String message, ErrorAnswers.Retry retry) {
        ErrorAnswers.send(client, request, new ErrorAnswers.Told(status, message, retry), journal.mask());
    }

    /** Notes what the request sends as credentials, before anything is said about it; see {@link CredentialMask#note}. */
    public void noteCredentials(Headers headers, String query) {
        journal.mask().note(headers, query);
    }

    /** {@code text} without credentials, for what the client is told in another way. */
    public String masked(String text) {
        return journal.mask().of(text);
    }

    /** Writes down, with its stack trace, what should not have happened. */
    public void report(Throwable thrown) {
        loop.reportIfOutOfMemory(thrown);
        if (!(thrown instanceof StoreException)) {
            journal.fault(summary.method() + " " + summary.path(), thrown);
        }
    }

    /** Ends the request with status 500, or by closing the connection where an answer has begun. */
    public void fail(Throwable thrown) {
        String reason = thrown instanceof StoreException
                ? String.valueOf(thrown.getMessage())
                : "unexpected error in Reprise; its log says more, please report it";
        report(thrown);
        try {
            if (client.isHeadSent() || client.isClosed()) {
                client.abort(ClientConnection.Abort.CUT);
            } else {
                client.startAgain();
                sendError(500, reason, ErrorAnswers.Retry.USELESS);
            }
        } catch (Throwable again) {
            client.abort(ClientConnection.Abort.CUT);
        }
        finish(Verb.FAILED, AnswerSummary.of(500, 0, reason), Cost.NONE);
    }
}
