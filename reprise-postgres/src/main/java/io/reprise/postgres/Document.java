package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Documents;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.BodyFile;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The text of a recording's file, as the database has it: deflated (RFC 1950). Large texts in it, which other recordings may have as well, are stored
 * beside it, each once in a project. Then the document is a byte 1, a length of four bytes, and deflated bytes of that length: the number of
 * these texts, for each of them its place, its length and its SHA-256, and the rest of the text.
 */
final class Document {
    /** The first byte where texts are stored beside a document; that of deflated bytes is {@code 0x78}. */
    private static final byte WITH_TEXTS = 1;

    /** What the names of texts begin with. No file of a body has a colon in its name. */
    static final String TEXT = "text:";

    private static final int HASH_LENGTH = 32;
    private static final int HEAD_LENGTH = 1 + Integer.BYTES;
    private static final int PLACE_LENGTH = 2 * Integer.BYTES + HASH_LENGTH;
    private static final int LEVEL = 6;
    private static final int BLOCK = 16 << 10;

    /**
     * A document, ready to be written.
     *
     * @param texts deflated, that belong beside it
     */
    record Packed(byte[] bytes, List<BodyFile> texts) {}

    private Document() {}

    /** Whether the body belongs to the text of a document, and is no file beside it. */
    static boolean isText(BodyFile body) {
        return body.name().startsWith(TEXT);
    }

    static Packed packed(Bytes text) {
        List<LargeTexts.Span> large = LargeTexts.in(text);
        if (large.isEmpty()) {
            return new Packed(deflated(text.buffer()), List.of());
        }
        Bytes rest = text.replace(large.stream()
                .map(each -> new Bytes.Replacement(each.from(), each.to(), Bytes.EMPTY))
                .toList());
        ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + large.size() * PLACE_LENGTH + rest.size());
        Map<String, BodyFile> texts = new LinkedHashMap<>();
        payload.putInt(large.size());
        for (LargeTexts.Span each : large) {
            Bytes content = text.slice(each.from(), each.to());
            Bytes hash = Documents.digest(content);
            payload.putInt(each.from()).putInt(each.length()).put(hash.buffer());
            texts.computeIfAbsent(name(hash), name -> new BodyFile(name, Bytes.owning(deflated(content.buffer()))));
        }
        payload.put(rest.buffer()).flip();
        int length = payload.limit();
        byte[] packed = deflated(payload);
        byte[] document = ByteBuffer.allocate(HEAD_LENGTH + packed.length)
                .put(WITH_TEXTS)
                .putInt(length)
                .put(packed)
                .array();
        return new Packed(document, List.copyOf(texts.values()));
    }

    /** Whether texts are stored beside it. */
    static boolean hasTexts(byte[] packed) {
        return packed.length > 0 && packed[0] == WITH_TEXTS;
    }

    /**
     * @param size of the text, in bytes
     * @param texts what is stored beside it; may be empty if it {@link #hasTexts} not
     * @throws StoreException if these are not the bytes of such a text, or a text is missing
     */
    static Bytes unpacked(byte[] packed, int size, String location, List<BodyFile> texts) {
        try {
            return hasTexts(packed) ? joined(packed, size, location, texts) : inflated(packed, 0, size);
        } catch (DataFormatException
                | BufferUnderflowException
                | IndexOutOfBoundsException
                | NegativeArraySizeException damaged) {
            throw damaged(location, damaged);
        }
    }

    private static Bytes joined(byte[] packed, int size, String location, List<BodyFile> texts)
            throws DataFormatException {
        int length = ByteBuffer.wrap(packed).getInt(1);
        if (length > size) { // a place takes less room than its text
            throw new DataFormatException();
        }
        Bytes payload = inflated(packed, HEAD_LENGTH, length);
        ByteBuffer places = payload.buffer();
        int count = places.getInt();
        List<Bytes.Replacement> missing = new ArrayList<>();
        int before = 0;
        for (int i = 0; i < count; i++) {
            int at = places.getInt() - before;
            int itsLength = places.getInt();
            if (itsLength > size) {
                throw new DataFormatException();
            }
            byte[] hash = new byte[HASH_LENGTH];
            places.get(hash);
            Bytes content = content(name(Bytes.owning(hash)), location, texts);
            missing.add(new Bytes.Replacement(at, at, inflated(content.toArray(), 0, itsLength)));
            before += itsLength;
        }
        Bytes text = payload.slice(places.position(), payload.size()).replace(missing);
        if (text.size() != size) {
            throw new DataFormatException();
        }
        return text;
    }

    private static Bytes content(String name, String location, List<BodyFile> texts) {
        return RecordingTexts.content(texts, name)
                .orElseThrow(() -> StoreException.unreadable(
                        location, "a part of its text is not in the database", "delete it, and record it again", null));
    }

    private static String name(Bytes hash) {
        return TEXT + HexFormat.of().formatHex(hash.toArray());
    }

    private static byte[] deflated(ByteBuffer text) {
        Deflater deflater = new Deflater(LEVEL);
        try {
            int size = text.remaining();
            deflater.setInput(text);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(size / 4 + 64);
            byte[] block = new byte[BLOCK];
            while (!deflater.finished()) {
                packed.write(block, 0, deflater.deflate(block));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static Bytes inflated(byte[] packed, int from, int size) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, from, packed.length - from);
            byte[] text = new byte[size];
            int length = 0;
            while (length < size && !inflater.finished()) {
                int more = inflater.inflate(text, length, size - length);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                length += more;
            }
            if (length != size) {
                throw new DataFormatException();
            }
            return Bytes.owning(text);
        } finally {
            inflater.end();
        }
    }

    private static StoreException damaged(String location, Exception cause) {
        return StoreException.unreadable(
                location, "its bytes in the database are damaged", "delete it, and record it again", cause);
    }
}
