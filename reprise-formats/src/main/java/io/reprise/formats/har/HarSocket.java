package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A WebSocket conversation, as Chrome, Playwright and mitmproxy add it to an entry. */
final class HarSocket {
    private static final double TEXT = 1;
    private static final double BINARY = 2;
    private static final double CLOSE = 8;

    /** Frames of the protocol itself (RFC 6455, 5.5). */
    private static final Set<Double> CONTROL = Set.of(CLOSE, 9.0, 10.0);

    /** Times above are in milliseconds since 1970, as Playwright writes them; others in seconds. */
    private static final double MOST_SECONDS = 1e11;

    private HarSocket() {}

    /** Whether an entry is a handshake that was accepted. */
    static boolean isOne(Json entry) {
        return HarNumbers.whole(entry, "response", "status") == Exchange.SWITCHING_PROTOCOLS
                || entry.get("_webSocketMessages").isPresent();
    }

    /** Since 1970; any time that can be spelled. */
    private static double millis(Instant time) {
        return time.getEpochSecond() * 1e3 + time.getNano() / 1_000_000;
    }

    /**
     * The conversation.
     *
     * @param losses gets what is no message
     * @throws NotImportedException if the file does not have its messages
     */
    static Exchange exchange(Json entry, Request handshake, HarArchive archive, List<Loss> losses) {
        List<Json> items = messages(entry, archive);
        double began = HarOrder.time(entry.text("startedDateTime"))
                .map(HarSocket::millis)
                .or(() -> items.stream().findFirst().flatMap(HarSocket::time))
                .orElse(0.0);
        List<SocketMessage> messages = new ArrayList<>();
        Optional<SocketConversation.Close> close = Optional.empty();
        long at = 0;
        for (Json item : items) {
            at = Math.max(at, Math.round(time(item).orElse(began) - began));
            double opcode = HarNumbers.any(item, "opcode").orElse(TEXT);
            if (opcode == CLOSE && close.isEmpty()) {
                close = Optional.of(new SocketConversation.Close(at, from(item), SocketConversation.NO_STATUS, ""));
            } else if (opcode < 0 || item.text("type").equals("error")) {
                losses.add(new Loss("_webSocketMessages", "an error of the connection is no message"));
            } else if (!CONTROL.contains(opcode)) {
                messages.add(message(item, at));
            }
        }
        if (messages.isEmpty()) {
            throw new NotImportedException("the messages of its WebSocket conversation are not in the file");
        }
        return Exchange.conversation(
                handshake,
                HarRequest.headers(entry.get("response").orElse(Json.NULL)),
                new SocketConversation(messages, close),
                Ending.COMPLETE);
    }

    private static Sender from(Json message) {
        return message.text("type").equals("send") ? Sender.CLIENT : Sender.UPSTREAM;
    }

    private static List<Json> messages(Json entry, HarArchive archive) {
        List<Json> within = entry.list("_webSocketMessages");
        String attached = entry.text("response", "content", "_file");
        if (!within.isEmpty() || attached.isEmpty()) {
            return within;
        }
        String lines = archive.attached(attached)
                .flatMap(Bytes::decode)
                .orElseThrow(() -> new DocumentException("the file with its messages is missing, or is not UTF-8"));
        try {
            return lines.lines()
                    .filter(line -> !line.isBlank())
                    .map(Json::parse)
                    .toList();
        } catch (JsonSyntaxException broken) {
            throw new DocumentException("the file with its messages is not JSON");
        }
    }

    /** Milliseconds since 1970. */
    private static Optional<Double> time(Json message) {
        return HarNumbers.of(message, "time").map(time -> time < MOST_SECONDS ? time * 1_000 : time);
    }

    private static SocketMessage message(Json message, long at) {
        double opcode = HarNumbers.of(message, "opcode").orElse(TEXT);
        String type = message.text("type");
        if (opcode != TEXT && opcode != BINARY || !type.equals("send") && !type.equals("receive")) {
            throw new DocumentException(
                    "a message of its WebSocket conversation is neither text nor bytes, sent or received");
        }
        Sender from = from(message);
        String data = message.text("data");
        try {
            return opcode == TEXT
                    ? SocketMessage.text(at, from, data)
                    : new SocketMessage(
                            at, from, true, Bytes.owning(Base64.getMimeDecoder().decode(data)));
        } catch (IllegalArgumentException broken) {
            throw new DocumentException("a message of its WebSocket conversation is not base64");
        }
    }
}
