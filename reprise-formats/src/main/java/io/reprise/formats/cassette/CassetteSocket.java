package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import io.reprise.formats.Document;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.yaml.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A WebSocket conversation as pydantic-ai keeps it: messages and a close, without the handshake. The handshake is that which clients of the API
 * send, told by the messages.
 */
final class CassetteSocket {
    private static final String LIVE = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
    private static final int NORMAL = 1000;
    private static final int ABNORMAL = 1006;

    private CassetteSocket() {}

    static boolean isConversation(List<Value> rows) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(
                                row -> isClose(row) || row.has("direction") && row.has("data") && !row.has("request"));
    }

    private static boolean isClose(Value row) {
        return row.text("kind").filter("close"::equals).isPresent();
    }

    static Found found(Document document, TestId test, List<Value> rows) {
        List<SocketMessage> messages = new ArrayList<>();
        Optional<Close> close = Optional.empty();
        for (Value row : rows) {
            if (isClose(row)) {
                close = close(row, at(row, messages));
            } else {
                messages.add(message(row, at(row, messages)));
            }
        }
        boolean isBroken = rows.stream().anyMatch(CassetteSocket::isClose) && close.isEmpty();
        if (close.isEmpty() && !isBroken) {
            close = Optional.of(new Close(last(messages), Sender.CLIENT, NORMAL, ""));
        }
        Exchange exchange = Exchange.conversation(
                handshake(document.origin(), rows), Headers.NONE, new SocketConversation(messages, close));
        return new Found.Converted(document.origin(), new Recording(test, "", 1, exchange), losses(rows));
    }

    private static List<Loss> losses(List<Value> rows) {
        List<Loss> losses = new ArrayList<>();
        losses.add(new Loss("the handshake", "the file has none; it is the one that clients of this API send"));
        if (rows.stream().noneMatch(row -> row.has("at"))) {
            losses.add(new Loss("times of messages", "the file has none; --pace with a model gives them times"));
        }
        return losses;
    }

    private static SocketMessage message(Value row, long at) {
        Sender from = row.text("direction").filter("sent"::equals).isPresent() ? Sender.CLIENT : Sender.UPSTREAM;
        Value data = row.get("data").orElse(Value.NULL);
        if (data instanceof Value.Binary binary) {
            return new SocketMessage(at, from, true, binary.bytes());
        }
        boolean isText = data.entries().isEmpty()
                && data.items().isEmpty()
                && data.text().isPresent();
        return new SocketMessage(
                at, from, false, isText ? Bytes.utf8(data.text().orElse("")) : CassetteBody.compact(data));
    }

    /** Empty where the connection broke. */
    private static Optional<Close> close(Value row, long at) {
        int code = row.text("code")
                .filter(text -> text.matches("[1-4][0-9]{3}"))
                .map(Integer::parseInt)
                .orElse(NORMAL);
        String reason = row.text("reason").orElse("");
        return code == ABNORMAL
                ? Optional.empty()
                : Optional.of(new Close(at, Sender.UPSTREAM, code, Close.isReason(reason) ? reason : ""));
    }

    /** In milliseconds; never before the message before it. */
    private static long at(Value row, List<SocketMessage> before) {
        long earliest = last(before);
        return row.text("at")
                .filter(text -> text.matches("[0-9]{1,7}(\\.[0-9]{1,9})?"))
                .map(seconds -> new BigDecimal(seconds).movePointRight(3).longValue())
                .map(at -> Math.max(earliest, at))
                .orElse(earliest);
    }

    private static long last(List<SocketMessage> messages) {
        return messages.isEmpty() ? 0 : messages.get(messages.size() - 1).at();
    }

    private static Request handshake(String origin, List<Value> rows) {
        boolean isLive = rows.stream()
                .map(row -> row.get("data").orElse(Value.NULL))
                .anyMatch(data -> data.has("setup") || data.has("setupComplete"));
        if (isLive) {
            return new Request("GET", LIVE, "", Headers.NONE, Bytes.EMPTY);
        }
        boolean isOfAzure = origin.toLowerCase(Locale.ROOT).contains("azure");
        String query = model(rows)
                .map(model -> "model=" + PercentEncoding.encode(model.getBytes(StandardCharsets.UTF_8), ""))
                .orElse("");
        return new Request("GET", isOfAzure ? "/openai/v1/realtime" : "/v1/realtime", query, Headers.NONE, Bytes.EMPTY);
    }

    private static Optional<String> model(List<Value> rows) {
        return rows.stream()
                .flatMap(row -> row.get("data").stream())
                .flatMap(data -> data.get("session").stream())
                .flatMap(session -> session.text("model").stream())
                .findFirst();
    }
}
