package io.reprise.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import io.reprise.core.exchange.Headers;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.plan.Turn;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Paces;
import io.reprise.server.connection.KnownRequests;
import io.reprise.server.forward.InFlightRequests;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.lookup.RecordingCache;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.Player;
import io.reprise.server.replay.Replayer;
import io.reprise.server.report.Journal;
import io.reprise.server.report.RequestRing;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import io.reprise.server.routing.RoutedQuestion;
import io.reprise.server.run.TestRuns;
import java.util.List;
import java.util.Objects;

/**
 * Decides for requests that came before, byte for byte, whether the ordinary way would only replay the same recording, and if so
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

    /** What an event loop sends answers in pieces with. */
    private record Loop(EventLoop loop, Player player) {}

    private final FastThreadLocal<Loop> loops = new FastThreadLocal<>();

    /** What may change at any time, so that a request has to take the ordinary way. */
    record State(
            TestRuns runs,
            InFlightRequests inFlight,
            HandedOutIds handedOut,
            FaultRules faults,
            Paces paces,
            FailedRecordings failed) {
        private boolean isPlainFor(RoutedQuestion asked) {
            return !asked.routed().isBound()
                    && faults.rules().isEmpty()
                    && inFlight.count() == 0
                    && failed.count() == 0
                    && handedOut.of(asked.question().test()).isEmpty()
                    && runs.of(asked.routed().test()).isEmpty()
                    && runs.boundTo(asked.routed().test()).isEmpty();
        }

        /** Whether no rule has to be asked. */
        private boolean isPaceKnown(RoutedQuestion asked) {
            return paces.isOne() || asked.overrides().pace().isPresent();
        }

        private Pace pace(RoutedQuestion asked) {
            return asked.overrides().pace().orElse(paces.usual());
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

    /** One of these recordings has answered the call: if it is the only one, it may answer such requests without their being decoded from now on. */
    void learn(Call call, List<PreparedResponse> answers, Faults faults) {
        if (answers.size() == 1) {
            learn(call, answers.get(0), faults);
        }
    }

    private void learn(Call call, PreparedResponse recorded, Faults faults) {
        if (isOn
                && state.isPaceKnown(call.asked())
                && faults.isNone()
                && call.overrides().fault().isEmpty()
                && isPlain(recorded)
                && !call.family().isModelList()
                && state.isPlainFor(call.asked())
                && call.client().mayRepeat()) {
            if (state.pace(call.asked()).isInstant()) {
                AtOnce known = new AtOnce(call.asked(), recorded);
                call.client().repeat(known, known.body(recorded));
            } else if (call.request().method().equals("POST") && recorded.head().mayHaveBody()) {
                call.client().repeat(new InPieces(call.asked(), recorded));
            }
        }
    }

    /** To be called on the event loop, which then answers in pieces, too. */
    void serve(EventLoop loop, Player player) {
        loops.set(new Loop(loop, player));
    }

    /** Whether the connection goes on after all replays of it, and those at once are one write of the same bytes. */
    private static boolean isPlain(PreparedResponse recorded) {
        return Replayer.isOneWrite(recorded) && recorded.freshIds().isEmpty() && !recorded.isSocket();
    }

    /**
     * What is told of one answer.
     *
     * @param firstChunkNanos from the request to the first bytes of the body; 0 if there were none
     */
    private record Links(String location, Headers headers, long firstChunkNanos) implements RequestRing.Links {}

    /** One request, and the answer to it. */
    private abstract class Known implements KnownRequests.Repeat {
        final RoutedQuestion asked;
        private final boolean isAtOnce;
        private final Mode mode;
        private final RecordingCache.Query query;
        private final Outcome.RequestSummary summary;
        private final Outcome.AnswerSummary answer;
        private final Outcome.Cost cost;
        private final String location;
        /** Of the recording, to which nothing else refers from here, so that it can be forgotten. */
        private final ResponseHead head;

        private volatile boolean isOver;

        Known(RoutedQuestion asked, PreparedResponse recorded, boolean isAtOnce) {
            this.asked = asked;
            this.isAtOnce = isAtOnce;
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
        public KnownRequests.Shape shape() {
            return new KnownRequests.Shape(head.status(), head.contentLength());
        }

        @Override
        public boolean isOver() {
            return isOver;
        }

        @Override
        public boolean answer(long startNanos, KnownRequests.Client client) {
            if (!state.isPaceKnown(asked) || !state.isPlainFor(asked)) {
                return false;
            }
            FoundRecordings found = recordings.trusted(query);
            if (found == null) {
                return false;
            }
            if (state.pace(asked).isInstant() != isAtOnce
                    || found.answers().size() != 1
                    || found.answers().get(0).head() != head) {
                isOver = true;
                return false;
            }
            Plan plan = planner.plan(asked, mode, Faults.NONE, found.answers());
            if (!(plan instanceof Plan.Replay replay)) {
                return false; // the planner has taken back what it took
            }
            send(found.answers().get(0), replay.turn(), client, startNanos);
            return true;
        }

        /** Sends the answer, and notes it. */
        abstract void send(PreparedResponse recorded, Turn turn, KnownRequests.Client client, long startNanos);

        private void note(Verb verb, Outcome.AnswerSummary given, long startNanos, long firstNanos) {
            journal.note(
                    new Outcome(verb, summary, given, cost, System.nanoTime() - startNanos),
                    new Links(location, asked.routed().request().headers(), firstNanos));
            if (given.chunks() > 0 && firstNanos != 0) {
                journal.noteFirstChunk(verb, firstNanos);
            }
            asked.question().release(); // it may be remembered, and has been served
        }

        void noteReplayed(long startNanos, long firstNanos) {
            note(Verb.REPLAYED, answer, startNanos, firstNanos);
        }

        /** Not all of it was sent. */
        void noteBroken(Verb verb, String why, long startNanos, long firstNanos) {
            int chunks = verb == Verb.FAILED ? 0 : answer.chunks();
            int status = verb == Verb.FAILED ? 500 : answer.status();
            note(verb, Outcome.AnswerSummary.of(status, chunks, why), startNanos, firstNanos);
        }
    }

    /** In one write. */
    private final class AtOnce extends Known {
        AtOnce(RoutedQuestion asked, PreparedResponse recorded) {
            super(asked, recorded, true);
        }

        @Override
        void send(PreparedResponse recorded, Turn turn, KnownRequests.Client client, long startNanos) {
            noteReplayed(startNanos, System.nanoTime() - startNanos);
            client.respond(body(recorded));
        }
    }

    /** At a pace. */
    private final class InPieces extends Known {
        InPieces(RoutedQuestion asked, PreparedResponse recorded) {
            super(asked, recorded, false);
        }

        @Override
        void send(PreparedResponse recorded, Turn turn, KnownRequests.Client client, long startNanos) {
            Loop loop = Objects.requireNonNull(loops.get());
            Player.Timing timing =
                    new Player.Timing(state.pace(asked), asked.question().key(), turn.number());
            Sending sending = new Sending(this, client.stream(), loop.loop(), startNanos);
            loop.loop().requestBegan();
            try {
                loop.player()
                        .playPaced(
                                recorded,
                                timing,
                                new Player.Asked(sending.stream, () -> {}, startNanos, sending::failed),
                                sending);
            } catch (Throwable thrown) {
                sending.failed(thrown);
            }
        }
    }

    /** One answer at a pace on its way: does at its end what the boundary of other requests does. */
    private final class Sending implements Player.Listener {
        private final Known known;
        private final KnownRequests.Stream stream;
        private final EventLoop loop;
        private final long startNanos;
        private boolean isFinished;

        Sending(Known known, KnownRequests.Stream stream, EventLoop loop, long startNanos) {
            this.known = known;
            this.stream = stream;
            this.loop = loop;
            this.startNanos = startNanos;
        }

        private boolean finish() {
            boolean isFirst = !isFinished;
            isFinished = true;
            if (isFirst) {
                loop.requestEnded();
            }
            return isFirst;
        }

        private long firstNanos() {
            long first = stream.firstBytesNanos();
            return first == 0 ? 0 : first - startNanos;
        }

        @Override
        public void ended(boolean isWhole) {
            if (finish()) {
                if (isWhole) {
                    known.noteReplayed(startNanos, firstNanos());
                    stream.end();
                } else {
                    known.noteBroken(Verb.CLIENT_LEFT, Replayer.LEFT, startNanos, firstNanos());
                }
            }
        }

        void failed(Throwable thrown) {
            loop.reportIfOutOfMemory(thrown);
            journal.fault("an answer to a request that came before", thrown);
            stream.fail(); // also where the end was to be noted, and that failed
            if (finish()) {
                known.noteBroken(
                        Verb.FAILED,
                        "unexpected error in Reprise; its log says more, please report it",
                        startNanos,
                        firstNanos());
            }
        }
    }
}
