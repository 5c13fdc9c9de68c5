package io.reprise.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.pace.Paces;
import io.reprise.server.connection.KnownRequests;
import io.reprise.server.forward.InFlightRequests;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.lookup.RecordingCache;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.Replayer;
import io.reprise.server.report.Journal;
import io.reprise.server.report.RequestRing;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import io.reprise.server.routing.RoutedQuestion;
import io.reprise.server.run.TestRuns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides for requests that came before, byte for byte, whether the ordinary way would only replay the same recording at once, and if so
 * does what it would do, but for the bytes of the head. Where it is not sure, it has changed nothing, and the request takes the ordinary way
 * (docs/decisions/0065-known-requests.md). Serves all event loops.
 */
final class KnownReplays {
    private final State state;
    private final RecordingCache recordings;
    private final Planner planner;
    private final Journal journal;
    private final Mode usual;
    private final boolean isOn;

    /** What may change at any time, so that a request has to take the ordinary way. */
    record State(
            TestRuns runs,
            InFlightRequests inFlight,
            HandedOutIds handedOut,
            FaultRules faults,
            Paces paces,
            FailedRecordings failed) {
        private boolean isPlainFor(RoutedQuestion asked) {
            boolean isAtOnce = asked.overrides().pace().isPresent()
                    ? asked.overrides().pace().get().isInstant()
                    : paces.isOne() && paces.usual().isInstant();
            return isAtOnce
                    && faults.rules().isEmpty()
                    && inFlight.count() == 0
                    && failed.count() == 0
                    && handedOut.of(asked.question().test()).isEmpty()
                    && runs.of(asked.routed().test()).isEmpty()
                    && runs.boundTo(asked.routed().test()).isEmpty();
        }
    }

    /** @param usual the mode of the server */
    KnownReplays(State state, RecordingCache recordings, Planner planner, Journal journal, Mode usual) {
        this.state = state;
        this.recordings = recordings;
        this.planner = planner;
        this.journal = journal;
        this.usual = usual;
        this.isOn = !planner.looksAtAges() && !journal.isExplaining();
    }

    /** One of these recordings has answered the call: if it is the only one, it may answer such requests at once from now on. */
    void learn(Call call, List<PreparedResponse> answers, Faults faults) {
        if (answers.size() == 1) {
            learn(call, answers.get(0), faults);
        }
    }

    private void learn(Call call, PreparedResponse recorded, Faults faults) {
        if (isOn
                && faults.isNone()
                && call.overrides().fault().isEmpty()
                && isPlain(recorded)
                && !call.family().isModelList()
                && state.isPlainFor(call.asked())
                && call.client().mayRepeat()) {
            Known known = new Known(call.asked(), recorded);
            call.client().repeat(known, known.body(recorded));
        }
    }

    /** Whether all replays of it at once are one write of the same bytes. */
    private static boolean isPlain(PreparedResponse recorded) {
        return Replayer.isOneWrite(recorded) && recorded.freshIds().isEmpty() && !recorded.isSocket();
    }

    /**
     * What is told of one answer.
     *
     * @param firstChunkNanos from the request to the answer, which is all of one write
     */
    private record Links(String location, Headers headers, long firstChunkNanos) implements RequestRing.Links {}

    /** One request, and the answer to it. */
    private final class Known implements KnownRequests.Repeat {
        private final RoutedQuestion asked;
        private final Mode mode;
        private final RecordingCache.Query query;
        private final Outcome.RequestSummary summary;
        private final Outcome.AnswerSummary answer;
        private final Outcome.Cost cost;
        private final String location;
        /** Of the recording, to which nothing else refers from here, so that it can be forgotten. */
        private final ResponseHead head;

        private volatile boolean isOver;

        Known(RoutedQuestion asked, PreparedResponse recorded) {
            this.asked = asked;
            mode = asked.overrides().mode().orElse(usual);
            query = RecordingCache.Query.of(asked.question(), mode);
            summary = Call.summary(asked);
            head = recorded.head();
            answer = Outcome.AnswerSummary.of(head.status(), recorded.chunks(), Replayer.note(recorded));
            cost = Outcome.Cost.saving(recorded.usage());
            location = recorded.entry().location();
        }

        ByteBuf body(PreparedResponse recorded) {
            return head.mayHaveBody() ? recorded.body() : Unpooled.EMPTY_BUFFER;
        }

        @Override
        public boolean isOver() {
            return isOver;
        }

        @Override
        public @Nullable ByteBuf next(long startNanos) {
            if (!state.isPlainFor(asked)) {
                return null;
            }
            FoundRecordings found = recordings.trusted(query);
            if (found == null) {
                return null;
            }
            if (found.answers().size() != 1 || found.answers().get(0).head() != head) {
                isOver = true;
                return null;
            }
            if (!(planner.plan(asked, mode, Faults.NONE, found.answers()) instanceof Plan.Replay)) {
                return null; // the planner has taken back what it took
            }
            long nanos = System.nanoTime() - startNanos;
            journal.note(
                    new Outcome(Verb.REPLAYED, summary, answer, cost, nanos),
                    new Links(location, asked.routed().request().headers(), nanos));
            if (answer.chunks() > 0) {
                journal.noteFirstChunk(Verb.REPLAYED, nanos);
            }
            asked.question().release(); // it may be remembered, and has been served
            return body(found.answers().get(0));
        }
    }
}
