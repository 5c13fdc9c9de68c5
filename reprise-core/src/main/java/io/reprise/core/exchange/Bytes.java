package io.reprise.core.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An immutable sequence of bytes with value equality. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** The bytes of {@code array}, copied. */
    public static Bytes copyOf(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array.clone());
    }

    /** The bytes of {@code array}, which the caller gives away and must not change any more. */
    public static Bytes owning(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /** The UTF-8 form of {@code text}; a lone surrogate becomes {@code ?}. */
    public static Bytes utf8(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Bytes concat(List<Bytes> parts) {
        long length = parts.stream().mapToLong(Bytes::size).sum();
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length));
        parts.forEach(part -> all.put(part.array));
        return owning(all.array());
    }

    public int size() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    public byte at(int index) {
        return array[index];
    }

    public byte[] toArray() {
        return array.clone();
    }

    /** A read-only view that shares the bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    /**
     * The bytes from {@code from} (inclusive) to {@code to} (exclusive), copied.
     *
     * @throws IndexOutOfBoundsException if the range is not within the bytes
     */
    public Bytes slice(int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + array.length + " bytes");
        }
        return owning(Arrays.copyOfRange(array, from, to));
    }

    public boolean startsWith(Bytes prefix) {
        return size() >= prefix.size() && Arrays.equals(array, 0, prefix.size(), prefix.array, 0, prefix.size());
    }

    public boolean endsWith(Bytes suffix) {
        int from = size() - suffix.size();
        return from >= 0 && Arrays.equals(array, from, size(), suffix.array, 0, suffix.size());
    }

    /** A text of one character for each byte, which ISO 8859-1 gives back. */
    public String latin1() {
        return new String(array, StandardCharsets.ISO_8859_1);
    }

    /** The text that these bytes encode, or empty where they are not well-formed UTF-8. */
    public Optional<String> decode() {
        String lenient = new String(array, StandardCharsets.UTF_8);
        if (lenient.indexOf('\uFFFD') < 0) {
            return Optional.of(lenient); // nothing had to be replaced
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(buffer()).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The text where it is UTF-8, with U+FFFD for what is not; for people and for test failures only. */
    @Override
    public String toString() {
        return new String(array, StandardCharsets.UTF_8);
    }
}
