package io.reprise.formats.curl;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.BodyType;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What curl has written: status line, headers and body, or the body alone.
 *
 * @param text a character for each byte
 * @param isShown whether it comes from a terminal, and not from a file that curl wrote
 */
record CurlOutput(String text, boolean isShown) {
    private static final Pattern STATUS_LINE = Pattern.compile("\\AHTTP/[0-9.]+ +(\\d{3})\\b");
    private static final Pattern END_OF_HEAD = Pattern.compile("\\n\\r*\\n|\\z");
    static final Pattern FIELD = Pattern.compile("(?md)^([^:\\s]+):[ \\t]*+(.*)$");
    static final Pattern SPACE_AT_END = Pattern.compile("(?<![ \\t\\r])[ \\t\\r]++\\z");
    /** Is not looked for within line ends, which would take as long as the square of their number. */
    static final Pattern LINE_ENDS_AT_END = Pattern.compile("(?<![\\r\\n])[\\r\\n]++\\z");

    /** Bold names and links, which curl writes to terminals. */
    private static final Pattern STYLE =
            Pattern.compile("\u001b\\[[0-9;]*m|\u001b\\]8;;[^\u001b\u0007]*(?:\u001b\\\\|\u0007)");

    private static final Loss STATUS =
            new Loss("status", "nothing says which status the answer had, so that it is 200; curl -i shows it");
    private static final Loss END =
            new Loss("response.body", "a terminal does not show whether the last line ended with a line feed");
    private static final Loss BLANK_LINES = new Loss("response.body", "its events had no blank lines between them");

    static CurlOutput shown(String text) {
        return new CurlOutput(
                CurlNotes.without(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)),
                true);
    }

    static CurlOutput written(Bytes file) {
        return new CurlOutput(CurlNotes.without(file.latin1()), false);
    }

    /** Whether it has a status line, or is a body of a known kind. */
    boolean isAnswer() {
        return STATUS_LINE.matcher(text).find() || BodyType.of(text).isPresent();
    }

    /**
     * As the answer to a request of that method.
     *
     * @param losses gets what it does not say
     * @throws DocumentException if it is no answer, or not all of it
     * @throws NotImportedException if it is the answer to another request
     */
    RecordedAnswer answer(String method, List<Loss> losses) {
        Matcher line = STATUS_LINE.matcher(text);
        Matcher end = END_OF_HEAD.matcher(text);
        if (!line.find() || !end.find()) {
            return ofBody(losses);
        }
        int status = Integer.parseInt(line.group(1));
        String rest = text.substring(end.end());
        boolean isFollowed = STATUS_LINE.matcher(rest).find();
        if (isFollowed && status >= 300) {
            throw new NotImportedException(
                    "curl has followed a redirect, so that its answer is to another request; ask that URL without -L");
        }
        if (isFollowed) {
            return new CurlOutput(rest, isShown).answer(method, losses);
        }
        Headers headers = headers(text.substring(0, end.start()));
        if (!Response.mayHaveBody(method, status)) {
            return new RecordedAnswer(status, headers, Bytes.EMPTY);
        }
        return new RecordedAnswer(status, headers, bytes(whole(rest, headers, losses)));
    }

    private static Headers headers(String head) {
        List<Headers.Field> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(STYLE.matcher(head).replaceAll(""));
        while (field.find()) {
            fields.add(new Headers.Field(
                    field.group(1), SPACE_AT_END.matcher(field.group(2)).replaceFirst("")));
        }
        return new Headers(fields);
    }

    private String whole(String body, Headers headers, List<Loss> losses) {
        Optional<String> length = headers.first("content-length").filter(digits -> digits.matches("\\d{1,9}"));
        if (length.isEmpty() || ContentDecoder.isCoded(headers)) {
            return isShown ? trimmed(body, losses) : body;
        }
        int announced = Integer.parseInt(length.get());
        if (body.length() < announced || !body.substring(announced).isBlank()) {
            throw new DocumentException(
                    "its body has " + body.length() + " bytes, and content-length says " + announced);
        }
        return body.substring(0, announced);
    }

    private static String trimmed(String body, List<Loss> losses) {
        losses.add(END);
        String stripped = LINE_ENDS_AT_END.matcher(body).replaceFirst("");
        boolean isStream = BodyType.of(stripped)
                .filter(type -> !type.equals(BodyType.JSON))
                .isPresent();
        return !isStream ? stripped : BodyType.isEvents(stripped) ? stripped + "\n\n" : stripped + "\n";
    }

    private RecordedAnswer ofBody(List<Loss> losses) {
        String body = isShown ? trimmed(text, losses) : text;
        Bytes bytes = bytes(body);
        Optional<String> type = bytes.decode().flatMap(BodyType::of);
        if (isShown && type.isEmpty()) {
            throw new DocumentException("what follows the command is no answer: it has no status line, and is no JSON");
        }
        losses.add(STATUS);
        Headers headers = type.map(known -> Headers.of("content-type", known)).orElse(Headers.NONE);
        boolean isUnframed =
                BodyType.isEvents(body) && !body.strip().replace("\r", "").contains("\n\n");
        if (!isUnframed) {
            return new RecordedAnswer(200, headers, bytes);
        }
        losses.add(BLANK_LINES);
        return new RecordedAnswer(200, headers, Bytes.concat(StreamFormats.SSE.repair(bytes.toString())));
    }

    private static Bytes bytes(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
