package io.reprise.server.socket;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.plan.Attempt;
import io.reprise.server.forward.AnswerKeeper;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.Handshake;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Has conversations kept. Blocks; to be called on workers. */
final class ConversationKeeper {
    /** What is of the connection, or of this one moment. */
    private static final Set<String> NOT_KEPT = Set.of("content-length", "date", "alt-svc", "age");

    private final AnswerKeeper keeper;
    private final Optional<Attempt> attempt;

    /** @param attempt empty where nothing is kept */
    ConversationKeeper(AnswerKeeper keeper, Optional<Attempt> attempt) {
        this.keeper = keeper;
        this.attempt = attempt;
    }

    boolean keeps() {
        return attempt.isPresent();
    }

    /** Notes that nothing more happens, where nothing was kept. */
    void end() {
        attempt.ifPresent(Attempt::end);
    }

    AnswerKeeper.Result keep(Call call, Answered answered, SocketConversation conversation, Ending ending) {
        Headers headers = Handshake.endToEnd(answered.headers()).filter(field -> !NOT_KEPT.contains(field.name()));
        Response response = new Response(101, headers, StreamFormat.WHOLE, List.of(), ending);
        Exchange exchange = new Exchange(call.question().request(), response, Optional.of(conversation));
        return keeper.keepConversation(call, answered.upstream(), exchange, attempt.orElseThrow());
    }

    AnswerKeeper.Result lost(Call call, LossReason reason, String words) {
        return keeper.lost(call, 0, reason, words);
    }

    /**
     * Who accepted a handshake, and with which fields.
     *
     * @param upstream its name; empty if it has none
     */
    record Answered(String upstream, Headers headers) {}
}
