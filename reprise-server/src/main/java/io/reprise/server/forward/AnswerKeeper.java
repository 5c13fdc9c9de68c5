package io.reprise.server.forward;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Attempt;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.plan.Occurrences.Asker;
import io.reprise.core.plan.Plan;
import io.reprise.core.store.OtherServers;
import io.reprise.server.lookup.RecordingCache;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.Recorder;
import io.reprise.server.recording.ReplayedIds;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.SharedResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Has answers kept, and sees to it that whoever asks afterwards finds them. Serves all event loops. */
public final class AnswerKeeper {
    /**
     * The result for an answer.
     *
     * @param usage what a kept answer says that it counted
     */
    public record Result(Verb verb, int chunks, String note, Optional<TokenUsage> usage) {
        public Result(Verb verb, int chunks, String note) {
            this(verb, chunks, note, Optional.empty());
        }

        Result withNote(String other) {
            return new Result(verb, chunks, other, usage);
        }

        private Result withUsage(ParsedRequest request, Response response) {
            return verb == Verb.RECORDED ? new Result(verb, chunks, note, usage(request, response)) : this;
        }

        /** It is kept, whatever it says of its tokens. */
        private static Optional<TokenUsage> usage(ParsedRequest request, Response response) {
            try {
                return request.family().usage(new ParsedResponse(response));
            } catch (RuntimeException unforeseen) {
                return Optional.empty();
            }
        }
    }

    private final Recorder recorder;
    private final FailedRecordings failed;
    private final RecordingCache cache;
    private final InFlightRequests inFlight;
    private final Occurrences occurrences;
    private final ReplayedIds replayedIds;

    public AnswerKeeper(
            Recorder recorder,
            FailedRecordings failed,
            RecordingCache cache,
            InFlightRequests inFlight,
            Occurrences occurrences) {
        this.recorder = recorder;
        this.failed = failed;
        this.cache = cache;
        this.inFlight = inFlight;
        this.occurrences = occurrences;
        this.replayedIds = new ReplayedIds(cache, occurrences);
    }

    /** What is under way and may answer this call, too. */
    Optional<SharedResponse> running(Call call) {
        return inFlight.find(call.question(), call.isRetry());
    }

    InFlightRequests.Admission begin(Call call, SharedResponse response, long endedBefore) {
        return inFlight.begin(
                call.question(),
                response,
                new InFlightRequests.Entry(endedBefore, call.isRetry(), !call.asksForEvents()));
    }

    /** Whether an answer to this call may be one for other servers, too. */
    boolean isSharedWithOthers(Call call) {
        return inFlight.areShared() && !call.asksForEvents();
    }

    /** Lets other servers follow the answer. */
    void offer(OtherServers.Token token, SharedResponse response) {
        inFlight.offer(token, response);
    }

    /** From now on other servers may ask the same. */
    void release(EventLoop loop, OtherServers.Lease lease) {
        if (!lease.isReleased()) {
            loop.onWorker(
                    () -> {
                        lease.release();
                        return true;
                    },
                    released -> {},
                    stopped -> {}); // it is given back when the store is closed
        }
    }

    /** Completes when the answer is kept, or is known not to be. */
    CompletionStage<Void> whenEnded(SharedResponse response) {
        return inFlight.whenEnded(response);
    }

    /** How many requests that were under way have ended. */
    long ended() {
        return inFlight.ended();
    }

    /** Notes that an upstream is being asked, so that the answer finds its place. */
    public Attempt attempt(Call call, Asker asker, Plan.Keeping keeping) {
        Attempt attempt = occurrences.attempt(asker, keeping, call.isRetry());
        if (call.scope().isStoreAway()) {
            attempt.unseen();
        }
        return attempt;
    }

    /** Whether answers with this status are kept, if nothing else is wrong with them. */
    boolean keeps(int status) {
        return recorder.keeps(status);
    }

    /** Whether answers may be kept whose chunks are not in memory. */
    boolean keepsLarge() {
        return recorder.keepsLarge();
    }

    /** Keeps an answer. Blocks; to be called on workers. */
    public Result keep(Call call, String upstream, Response response, Attempt attempt) {
        return keep(call, upstream, response, attempt, Optional.empty());
    }

    /** @param lease that must still be held; empty if there is none */
    Result keep(Call call, String upstream, Response response, Attempt attempt, Optional<OtherServers.Lease> lease) {
        Exchange exchange = new Exchange(call.question().request(), response);
        int chunks = response.chunks().size();
        Optional<String> unknown = isRefusal(response) ? replayedIds.firstIn(call.question()) : Optional.empty();
        return unknown.isPresent()
                ? new Result(Verb.FORWARDED, chunks, refused(response.status(), unknown.get()))
                : result(call, chunks, recorder.keep(call.question(), upstream, exchange, attempt, lease))
                        .withUsage(call.question().parsed(), response);
    }

    /** Keeps a WebSocket conversation. Blocks; to be called on workers. */
    public Result keepConversation(Call call, String upstream, Exchange exchange, Attempt attempt) {
        try {
            return result(call, 0, recorder.keep(call.question(), upstream, exchange, attempt, Optional.empty()));
        } finally {
            attempt.end();
            forget(call.question());
        }
    }

    /** Whether the answer would be kept, and says that the request is wrong. */
    private boolean isRefusal(Response response) {
        return response.status() >= 400 && response.status() < 500 && keeps(response.status());
    }

    private static String refused(int status, String id) {
        return "not kept: the request carries '" + id
                + "' from an answer that was replayed in this run, and the upstream may refuse it (status " + status
                + ") because it does not know this id; record the whole test again, in mode 'record'";
    }

    /** An answer came whose body cannot be decoded. */
    public Result unreadable(Call call, int status, BodyEnd end, String reason) {
        return result(call, 0, recorder.unreadable(status, end, reason));
    }

    private Result result(Call call, int chunks, Recorder.Result result) {
        if (result instanceof Recorder.Result.Lost lost) {
            return lost(call, chunks, lost.reason(), lost.words());
        }
        if (result instanceof Recorder.Result.Kept kept) {
            call.scope().answeredBy(kept.entry().location());
        }
        if (result instanceof Recorder.Result.PutAside aside) {
            return new Result(Verb.FORWARDED, chunks, "on local disk, and delivered later: " + aside.reason());
        }
        return result instanceof Recorder.Result.PassedOn passed
                ? new Result(Verb.FORWARDED, chunks, passed.reason())
                : new Result(Verb.RECORDED, chunks, note((Recorder.Result.Kept) result));
    }

    private static String note(Recorder.Result.Kept kept) {
        int occurrence = kept.entry().recording().occurrence();
        String place = occurrence > 1 ? "occurrence " + occurrence : "";
        return place + (kept.isUnchanged() ? (place.isEmpty() ? "" : ", ") + "unchanged" : "");
    }

    /**
     * The answer should have been kept, and cannot be.
     *
     * @param words what people are told of the reason
     */
    public Result lost(Call call, int chunks, LossReason reason, String words) {
        failed.add(
                reason,
                new FailedRecordings.FailedRecording(
                        call.request().method(),
                        call.request().path(),
                        call.question().test().name(),
                        words));
        return new Result(Verb.FORWARDED, chunks, "NOT KEPT: " + words);
    }

    /** Whether the next answer is to tell its client that a recording was lost; true once. */
    public boolean hasUntoldFailure() {
        return failed.takeUntold();
    }

    /** From now on the store is looked at when the question is asked. */
    public void forget(Question question) {
        cache.forget(question.key());
    }

    /** From now on no other client receives it. */
    void stopSharing(Question question, SharedResponse response) {
        inFlight.stopSharing(question, response);
    }

    /** To be called when the answer is kept, or is known not to be. */
    void ended(Question question, SharedResponse response, Optional<Attempt> attempt) {
        attempt.ifPresent(Attempt::end);
        forget(question);
        inFlight.end(question, response);
    }
}
