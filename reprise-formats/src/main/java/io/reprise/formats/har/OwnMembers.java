package io.reprise.formats.har;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Reprise writes into an entry beside what HAR has: the member {@code _reprise}. */
record OwnMembers(Json own) {
    static OwnMembers of(Json entry) {
        return new OwnMembers(entry.get("_reprise").orElse(Json.NULL));
    }

    /** The path that the client has asked for; empty if it is that of the URL. */
    Optional<String> path() {
        return own.get("path").flatMap(Json::string);
    }

    /** The same recording with it. */
    Recording with(Recording recording) {
        Exchange exchange = recording.exchange();
        Exchange changed = exchange.socket().isPresent()
                ? socket(exchange, exchange.socket().get())
                : exchange.with(ended(timed(exchange.response())));
        return new Recording(
                recording.test(),
                own.get("upstream").flatMap(Json::string).orElse(recording.upstream()),
                recording.occurrence(),
                changed,
                recording.recordedOn());
    }

    private Response timed(Response response) {
        List<Json> times = own.list("times");
        if (times.size() != response.chunks().size()) {
            return response;
        }
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            chunks.add(new Chunk(
                    HarNumbers.any(times.get(i))
                            .map(at -> Math.max(0, Math.round(at)))
                            .orElse(0L),
                    response.chunks().get(i).bytes()));
        }
        return response.withChunks(chunks);
    }

    private Response ended(Response response) {
        return response.withEnding(ending().orElse(response.ending()));
    }

    private Optional<Ending> ending() {
        String name = own.text("ending");
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(Ending.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            throw new DocumentException("its '_reprise.ending' is not known");
        }
    }

    private Exchange socket(Exchange exchange, SocketConversation conversation) {
        Headers headers = exchange.response().headers();
        Optional<SocketConversation.Close> close = own.get("close").map(OwnMembers::close);
        return Exchange.conversation(
                exchange.request(),
                headers,
                new SocketConversation(conversation.messages(), close),
                ending().orElse(Ending.COMPLETE));
    }

    private static SocketConversation.Close close(Json close) {
        Sender from = close.text("from").equals("client") ? Sender.CLIENT : Sender.UPSTREAM;
        int code = Stubs.number(close, "code", SocketConversation.NO_STATUS);
        String reason = close.text("reason");
        if (!SocketConversation.Close.isCode(code) || !SocketConversation.Close.isReason(reason)) {
            throw new DocumentException("its '_reprise.close' is no close frame (RFC 6455, 5.5)");
        }
        return new SocketConversation.Close(HarNumbers.whole(close, "at"), from, code, reason);
    }
}
