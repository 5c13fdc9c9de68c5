package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.store.file.member.SpellingMember;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the messages of a conversation from their lines in a file. */
record MessageReading(Spelling spelling) {
    static final String MESSAGES = "messages";
    static final String CLOSE = "close";

    /** The conversation in a file whose handshake was accepted; empty for other files. */
    static Optional<SocketConversation> conversation(FileValue file) {
        FileValue response = file.require("response");
        boolean isAccepted = response.require("status").number(0, Long.MAX_VALUE) == Exchange.SWITCHING_PROTOCOLS;
        Optional<FileValue> messages = file.get(MESSAGES);
        Optional<FileValue> close = file.get(CLOSE);
        if (!isAccepted) {
            messages.or(() -> close).ifPresent(value -> {
                throw value.wrong("is part of a conversation, which only a response with status 101 has");
            });
            return Optional.empty();
        }
        Stream.of("body", "raw", "base64", "chunks")
                .flatMap(name -> response.get(name).stream())
                .forEach(value -> {
                    throw value.wrong("is a body, which a response with status 101 does not have");
                });
        MessageReading reading = new MessageReading(SpellingMember.read(response, Spelling.COMPACT));
        return Optional.of(new SocketConversation(
                messages.map(FileValue::items).orElse(List.of()).stream()
                        .map(reading::message)
                        .toList(),
                close.map(MessageReading::close)));
    }

    private SocketMessage message(FileValue message) {
        Optional<FileValue> data = message.get("data");
        Optional<Bytes> other = RecordingReading.textual(message);
        if (data.isPresent() && other.isPresent()) {
            throw message.wrong("has more than one of 'data', 'raw' and 'base64'");
        }
        Sender from = from(message);
        Spelling usual = from == Sender.CLIENT ? Spelling.COMPACT : spelling;
        Optional<Bytes> json = data.map(value -> Bytes.utf8(ChunkReading.spelled(message, value, usual)));
        boolean isBinary = message.get("base64").isPresent()
                || message.get("binary").map(FileValue::isTrue).orElse(false);
        return new SocketMessage(
                time(message), from, isBinary, json.or(() -> other).orElse(Bytes.EMPTY));
    }

    private static Close close(FileValue close) {
        int code = (int) close.require("code").number(Close.FIRST_CODE, Close.LAST_CODE);
        Optional<FileValue> reason = close.get("reason");
        String text = reason.map(FileValue::text).orElse("");
        if (!Close.isReason(text)) {
            throw reason.orElseThrow().wrong("is longer than " + Close.MOST_OF_A_REASON + " bytes (RFC 6455, 5.5)");
        }
        return new Close(time(close), from(close), code, text);
    }

    private static Sender from(FileValue holder) {
        return holder.require("from").oneOf(EnumSet.allOf(Sender.class));
    }

    private static long time(FileValue holder) {
        return holder.get("at").map(value -> value.number(0, Long.MAX_VALUE)).orElse(0L);
    }
}
