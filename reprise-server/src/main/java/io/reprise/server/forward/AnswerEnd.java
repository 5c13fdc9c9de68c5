package io.reprise.server.forward;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.plan.Attempt;
import io.reprise.core.store.OtherServers;
import io.reprise.server.client.UpstreamTimeoutException;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.routing.Call;
import io.reprise.server.routing.LinksBack;
import io.reprise.server.shared.AnswerNotes;
import io.reprise.server.shared.SharedResponse;
import java.util.List;
import java.util.Optional;

/** Has an answer kept that has ended, and words what became of it. */
final class AnswerEnd {
    private static final String BROKEN = "the upstream ended the connection too early";
    private static final String LET_GO = "the client had closed its side, and nothing came for some seconds";
    static final String LEFT = "the client went away";

    private final AnswerKeeper keeper;
    private final Call call;
    private final SharedResponse shared;
    private final AnswerRoute route;
    private volatile String whyBroken = BROKEN;

    AnswerEnd(AnswerKeeper keeper, Call call, SharedResponse shared, AnswerRoute route) {
        this.keeper = keeper;
        this.call = call;
        this.shared = shared;
        this.route = route;
    }

    static String undecoded(String reason) {
        return "the client does not accept its content coding and was cut off: its body cannot be decoded: " + reason;
    }

    /** The answer has broken off. */
    void brokenBy(Throwable cause) {
        if (cause instanceof UpstreamTimeoutException) {
            whyBroken = String.valueOf(cause.getMessage());
        }
    }

    /** How an answer ends that may go on for as long as somebody listens, and to which nobody listens now. */
    BodyEnd letGo() {
        if (!shared.wasLetGo()) {
            return BodyEnd.LEFT;
        }
        whyBroken = LET_GO;
        return BodyEnd.BROKEN;
    }

    /**
     * Blocks; for workers.
     *
     * @param seen what a client that left before the end has seen; empty if it did not leave
     */
    AnswerKeeper.Result keep(ArrivedAnswer arrived, BodyEnd how, Optional<List<ArrivedPiece>> seen) {
        try {
            return keepHeld(arrived, how, seen);
        } finally {
            route.lease().ifPresent(OtherServers.Lease::release);
        }
    }

    private AnswerKeeper.Result keepHeld(ArrivedAnswer arrived, BodyEnd how, Optional<List<ArrivedPiece>> seen) {
        boolean isAbandoned = seen.isPresent() && !arrived.isComplete(seen.get());
        return arrived.reading(how, assembled -> keep(assembled, arrived, how, isAbandoned));
    }

    private AnswerKeeper.Result keep(Assembled assembled, ArrivedAnswer arrived, BodyEnd how, boolean isAbandoned) {
        if (assembled instanceof Assembled.Unreadable unreadable) {
            return keeper.unreadable(call, arrived.head().status(), how, unreadable.reason());
        }
        Response response = ((Assembled.Plain) assembled).response();
        if (response.ending() == Ending.COMPLETE) {
            shared.endComplete();
        }
        Attempt attempt = route.attempt().orElseThrow();
        if (isAbandoned) {
            attempt.abandon();
        }
        Headers headers = LinksBack.marked(response.headers(), route.upstream().address(), route.others());
        AnswerKeeper.Result result =
                keeper.keep(call, route.upstream().name(), response.withHeaders(headers), attempt, lease());
        attempt.place().ifPresent(number -> shared.notes().keptAs(new AnswerNotes.Kept(number, attempt.isError())));
        if (result.verb() == Verb.RECORDED) {
            return isAbandoned ? with(result, LEFT) : result;
        }
        boolean isBroken = response.ending() == Ending.CUT && how == BodyEnd.BROKEN;
        return isBroken ? result.withNote(whyBroken + "; " + result.note()) : result;
    }

    /** One that this server has given back itself need not be held. */
    private Optional<OtherServers.Lease> lease() {
        return route.lease().filter(lease -> !lease.isReleased());
    }

    /** For an answer that is only passed on. */
    AnswerKeeper.Result passed(BodyEnd end) {
        AnswerKeeper.Result passed = passed(route.note());
        return end == BodyEnd.WHOLE ? passed : with(passed, whyBroken);
    }

    static AnswerKeeper.Result passed(String note) {
        return new AnswerKeeper.Result(Verb.FORWARDED, 0, note);
    }

    /** Its client has left, and it is not kept. */
    static AnswerKeeper.Result left(String note) {
        return new AnswerKeeper.Result(Verb.CLIENT_LEFT, 0, note);
    }

    /** There is none, or no more of it. */
    static AnswerKeeper.Result failed(String reason) {
        return new AnswerKeeper.Result(Verb.FAILED, 0, reason);
    }

    private static AnswerKeeper.Result with(AnswerKeeper.Result result, String more) {
        String note = result.note().isEmpty() ? more : result.note() + ", " + more;
        return result.withNote(note);
    }

    /** Its clients have left, and it has not ended in time. */
    AnswerKeeper.Result leftForTooLong() {
        return lost(
                LossReason.TOO_SLOW,
                "its clients have left, and it has not ended within "
                        + route.readOn().toMillis() + " ms after that; 'read-on' gives it more time");
    }

    /** Whether answers may be kept whose chunks are in files. */
    boolean keepsLarge() {
        return keeper.keepsLarge();
    }

    AnswerKeeper.Result lost(LossReason reason, String words) {
        return keeper.lost(call, 0, reason, words);
    }
}
