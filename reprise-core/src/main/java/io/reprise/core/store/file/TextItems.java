package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonCursor;
import io.reprise.core.store.file.member.FileValue;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** A body that is kept as text or base64 in many strings, in pieces. */
final class TextItems implements PieceReading.Items {
    /** In characters; a piece has at least as many, but for the last. */
    private static final int PIECE = 64 << 10;

    /** Base64 has four characters for three bytes. */
    private static final int GROUP = 4;

    private final JsonCursor text;
    private final FileValue response;
    private final String name;
    private final long at;
    private final StringBuilder waiting = new StringBuilder();
    private int index;
    private boolean isPadded;
    private boolean isLast;

    /**
     * @param text in the list of strings
     * @param name of the list
     */
    TextItems(JsonCursor text, FileValue response, String name) {
        this.text = text;
        this.response = response;
        this.name = name;
        this.at = response.get("at").map(RecordingReading::time).orElse(0L);
    }

    @Override
    public Optional<Chunk> next() throws IOException {
        while (waiting.length() < PIECE && !isLast) {
            isLast = !text.nextItem();
            if (!isLast) {
                Optional<String> string = text.string();
                waiting.append(string.isPresent() ? string.get() : other().text());
                index++;
            }
        }
        Bytes piece = name.equals("raw") ? Bytes.utf8(take(textLength())) : decoded(take(groups()));
        return piece.isEmpty() && isLast ? Optional.empty() : Optional.of(new Chunk(at, piece));
    }

    /** Something that is no string. */
    private FileValue other() throws IOException {
        return response.item(name, index, text.value());
    }

    /** Two halves of a pair stay together: they may be in two strings. */
    private int textLength() {
        int length = waiting.length();
        boolean isHalf = length > 0 && Character.isHighSurrogate(waiting.charAt(length - 1));
        return isHalf && !isLast ? length - 1 : length;
    }

    private int groups() {
        return isLast ? waiting.length() : waiting.length() / GROUP * GROUP;
    }

    private String take(int length) {
        String taken = waiting.substring(0, length);
        waiting.delete(0, length);
        return taken;
    }

    private Bytes decoded(String base64) {
        FileValue place = response.item(name, Math.max(0, index - 1), Json.NULL);
        return place.valid(() -> {
            if (isPadded && !base64.isEmpty()) {
                throw new IllegalArgumentException("base64 goes on after its end");
            }
            isPadded = base64.endsWith("=");
            return Bytes.owning(Base64.getDecoder().decode(base64));
        });
    }
}
