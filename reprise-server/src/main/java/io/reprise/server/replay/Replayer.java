package io.reprise.server.replay;

import io.reprise.core.exchange.Ending;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.plan.Turn;
import io.reprise.core.replay.fault.Answer;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Paces;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.routing.Call;
import java.time.Instant;

/** Answers calls with recordings. One for each event loop. */
public final class Replayer {
    /** How much more memory the chunks of an answer take than its bytes. */
    private static final long IN_MEMORY = 4;

    /** What is noted where a client has gone before the end of its answer. */
    public static final String LEFT = "the client went away";

    private final Paces paces;
    private final Occurrences occurrences;
    private final Player player;
    private final FaultInjector faultInjector;
    private final IdRewriter idRewriter;

    public Replayer(
            Paces paces, Occurrences occurrences, Player player, FaultInjector faultInjector, IdRewriter idRewriter) {
        this.paces = paces;
        this.occurrences = occurrences;
        this.player = player;
        this.faultInjector = faultInjector;
        this.idRewriter = idRewriter;
    }

    /** Answers with one recording. */
    public void replay(Call call, PreparedResponse recorded, Turn turn, Faults faults) {
        boolean isCopied = recorded.freshIds().isPresent() && recorded.size() > LargeReplay.LARGE;
        if (isCopied && !call.scope().takes(2L * recorded.size())) {
            occurrences.takeBack(call.asker(), turn);
            call.fail(
                    503,
                    "there is no memory now to give this answer of " + recorded.size()
                            + " bytes new ids, as others are being sent; limits.memory gives it more",
                    Retry.USEFUL,
                    Cost.NONE);
            return;
        }
        boolean isRead = recorded.large().isPresent() && !faults.isNone() && !faults.areInstead();
        if (isRead && !call.scope().takes(IN_MEMORY * recorded.size())) {
            occurrences.takeBack(call.asker(), turn);
            call.fail(
                    503,
                    "there is no memory now for a fault in this answer of " + recorded.size()
                            + " bytes, which needs all of it; limits.memory gives it more",
                    Retry.USEFUL,
                    Cost.NONE);
            return;
        }
        PreparedResponse prepared = idRewriter.of(recorded, call.asked());
        if (faults.isNone()) {
            player.play(prepared, timing(call, turn), call.scope(), isWhole -> finish(call, prepared, isWhole));
        } else {
            alter(call, prepared, turn, faults);
        }
    }

    private Player.Timing timing(Call call, Turn turn) {
        return new Player.Timing(pace(call), call.question().key(), turn.number());
    }

    private Pace pace(Call call) {
        return call.overrides()
                .pace()
                .orElseGet(() -> paces.isOne() ? paces.usual() : paces.of(call.question(), call.model()));
    }

    private void alter(Call call, PreparedResponse prepared, Turn turn, Faults faults) {
        if (faults.loseAnswer()) {
            occurrences.takeBack(call.asker(), turn);
        }
        if (prepared.large().isPresent() && faults.areInstead()) {
            faultInjector.replace(call, faults);
            return;
        }
        Player.Timing timing = timing(call, turn);
        int streams = player.running() + 1;
        faultInjector.alter(call, faults, () -> {
            PreparedResponse whole = prepared.inMemory();
            return new Answer(
                    ParsedExchange.of(call.question().parsed(), whole.response()),
                    timing.schedule(whole, streams),
                    Instant.now());
        });
    }

    /** Whether a replay at once is one write, after which the connection goes on. */
    public static boolean isOneWrite(PreparedResponse recorded) {
        return recorded.ending() == Ending.COMPLETE && recorded.size() <= LargeReplay.LARGE;
    }

    /** What is noted of a whole answer. */
    public static String note(PreparedResponse recorded) {
        return recorded.entry().remark().orElse("");
    }

    private static void finish(Call call, PreparedResponse prepared, boolean isWhole) {
        String note = isWhole ? note(prepared) : LEFT;
        Verb verb = isWhole ? Verb.REPLAYED : Verb.CLIENT_LEFT;
        call.finish(verb, prepared.head().status(), prepared.chunks(), note, Cost.saving(prepared.usage()));
    }
}
