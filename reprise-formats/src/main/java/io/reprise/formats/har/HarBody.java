package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.json.Json;
import io.reprise.formats.DocumentException;
import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A body as a {@code content} or {@code postData} object has it (HAR 1.2, "content" and "postData").
 *
 * @param bytes as they were sent, perhaps without their content coding
 * @param isReplaced whether the text has U+FFFD, which stands for bytes that were no text
 */
record HarBody(Bytes bytes, boolean isReplaced) {
    /** Python's {@code surrogateescape}, which mitmproxy uses: U+DC80 to U+DCFF are the bytes 0x80 to 0xFF. */
    private static final char FIRST_ESCAPED = '\udc80';

    private static final char LAST_ESCAPED = '\udcff';

    /** @return empty if the object has no body */
    static Optional<HarBody> of(Json object, HarArchive archive) {
        Optional<String> text = object.get("text").flatMap(Json::string);
        if (text.isPresent() && !text.get().isEmpty()) {
            return Optional.of(ofText(object, text.get()));
        }
        Optional<Bytes> attached = attached(object, archive);
        return attached.isPresent()
                ? attached.map(bytes -> new HarBody(bytes, false))
                : text.map(empty -> new HarBody(Bytes.EMPTY, false));
    }

    private static Optional<Bytes> attached(Json object, HarArchive archive) {
        for (String member : List.of("_file", "_sha1")) {
            String name = object.text(member);
            if (!name.isEmpty()) {
                return Optional.of(archive.attached(name)
                        .or(() -> archive.attached("resources/" + name))
                        .orElseThrow(() -> new DocumentException(
                                "its body is in a file that is missing, cannot be read, or is not within the source")));
            }
        }
        return Optional.empty();
    }

    private static HarBody ofText(Json object, String text) {
        String encoding = object.text("encoding").isEmpty() ? object.text("_encoding") : object.text("encoding");
        boolean isHex = object.get("_isBinary").filter(Json.TRUE::equals).isPresent();
        if (encoding.equals("base64") || isHex) {
            return new HarBody(coded(text, isHex && !encoding.equals("base64")), false);
        }
        return new HarBody(encoded(text, charset(object.text("mimeType"))), text.indexOf('\ufffd') >= 0);
    }

    /** Polly.js keeps a body that has a content coding as a JSON array of pieces. */
    private static Bytes coded(String text, boolean isHex) {
        List<String> pieces = text.startsWith("[")
                ? Json.tryParse(text).stream()
                        .flatMap(array -> array.items().stream())
                        .flatMap(piece -> piece.string().stream())
                        .toList()
                : List.of(text);
        try {
            return Bytes.concat(pieces.stream()
                    .map(piece -> Bytes.owning(
                            isHex
                                    ? HexFormat.of().parseHex(piece)
                                    : Base64.getMimeDecoder().decode(piece)))
                    .toList());
        } catch (IllegalArgumentException broken) {
            throw new DocumentException("its body is not " + (isHex ? "hexadecimal" : "base64"));
        }
    }

    /** That of a media type; UTF-8 if it names none, or one that is not known. */
    static Charset charset(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        String name = semicolon < 0
                ? ""
                : HeaderValue.parameters(mediaType, semicolon).orElse(Map.of()).getOrDefault("charset", "");
        try {
            Charset named = name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
            return named.canEncode() ? named : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static Bytes encoded(String text, Charset charset) {
        if (text.chars().anyMatch(c -> c >= FIRST_ESCAPED && c <= LAST_ESCAPED) && hasLoneSurrogate(text)) {
            return withEscaped(text);
        }
        if (!charset.equals(StandardCharsets.UTF_8)) {
            try {
                var bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                return Bytes.owning(copy);
            } catch (CharacterCodingException other) {
                return Bytes.utf8(text); // it was in another charset than it says
            }
        }
        return Bytes.utf8(text);
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= FIRST_ESCAPED && c <= LAST_ESCAPED);
    }

    private static Bytes withEscaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(c -> {
            if (c >= FIRST_ESCAPED && c <= LAST_ESCAPED) {
                bytes.write(c & 0xff);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return Bytes.owning(bytes.toByteArray());
    }
}
