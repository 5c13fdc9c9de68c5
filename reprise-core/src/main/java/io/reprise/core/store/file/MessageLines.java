package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.file.member.SpellingMember;
import io.reprise.core.store.file.spelling.SpelledJson;
import io.reprise.core.store.file.spelling.SpellingChoice;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The messages of a conversation, each as one line of a recording file. Those of the upstream come back byte for byte. Of those of the
 * client, JSON is kept by its value, as in bodies of requests.
 *
 * @param spelling in which most of the upstream's JSON is spelled; a message that differs names its own
 */
record MessageLines(Spelling spelling, List<String> lines) {
    private static final String NONE = "";

    static MessageLines of(List<SocketMessage> messages) {
        List<String> texts = messages.stream().map(MessageLines::spelled).toList();
        SpellingChoice choice = SpellingChoice.of(texts);
        List<String> lines = new ArrayList<>();
        for (SocketMessage message : messages) {
            String text = texts.get(lines.size());
            Optional<SpelledJson> json = message.from() == Sender.CLIENT
                    ? ofClient(message)
                    : text.isEmpty() ? Optional.empty() : SpelledJson.of(text, choice.spelling());
            lines.add(line(message, json, choice.spelling()));
        }
        return new MessageLines(choice.spelling(), lines);
    }

    /** The text of an upstream's message whose spelling matters. */
    private static String spelled(SocketMessage message) {
        Bytes bytes = message.bytes();
        return message.from() == Sender.UPSTREAM && Json.mayBeJson(bytes, 0, bytes.size())
                ? bytes.decode().orElse(NONE)
                : NONE;
    }

    private static Optional<SpelledJson> ofClient(SocketMessage message) {
        return Json.tryParse(message.bytes())
                .map(value -> new SpelledJson(value.write(Layout.COMPACT), Spelling.COMPACT, 0));
    }

    private static String line(SocketMessage message, Optional<SpelledJson> json, Spelling usual) {
        StringBuilder line = new StringBuilder();
        begin(line, message.at(), message.from());
        Optional<String> text = json.isPresent() ? Optional.empty() : readable(message);
        if (message.isBinary()
                && (json.isPresent() || text.isPresent() || message.bytes().isEmpty())) {
            line.append(", \"binary\": true");
        }
        if (json.isPresent()) {
            json(line, json.get(), message.from() == Sender.CLIENT ? Spelling.COMPACT : usual);
        } else if (text.isPresent()) {
            member(line, "raw", new Json.JsonString(text.get()));
        } else if (!message.bytes().isEmpty()) {
            member(
                    line,
                    "base64",
                    new Json.JsonString(
                            Base64.getEncoder().encodeToString(message.bytes().toArray())));
        }
        return line.append('}').toString();
    }

    /** The text of a message that people can read. */
    private static Optional<String> readable(SocketMessage message) {
        return message.bytes()
                .decode()
                .filter(text -> !text.isEmpty())
                .filter(text -> !message.isBinary()
                        || text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c)));
    }

    private static void json(StringBuilder line, SpelledJson json, Spelling usual) {
        if (json.padding() > 0) {
            member(line, "pad", new Json.JsonNumber(String.valueOf(json.padding())));
        }
        if (!json.spelling().equals(usual)) {
            member(line, SpellingMember.NAME, SpellingMember.value(json.spelling()));
        }
        line.append(", \"data\": ").append(json.inFile());
    }

    /** The line of a close frame. */
    static String close(SocketConversation.Close close) {
        StringBuilder line = new StringBuilder();
        begin(line, close.at(), close.from());
        member(line, "code", new Json.JsonNumber(String.valueOf(close.code())));
        if (!close.reason().isEmpty()) {
            member(line, "reason", new Json.JsonString(close.reason()));
        }
        return line.append('}').toString();
    }

    private static void begin(StringBuilder line, long at, Sender from) {
        line.append("{\"at\": ")
                .append(at)
                .append(", \"from\": \"")
                .append(from.name().toLowerCase(Locale.ROOT))
                .append('"');
    }

    private static void member(StringBuilder line, String name, Json value) {
        line.append(", \"").append(name).append("\": ").append(value.write(Layout.COMPACT));
    }
}
