package io.reprise.core.exchange;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An immutable sequence of bytes with value equality. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    /** What is larger is handled with care for memory. In characters, or bytes. */
    private static final int SLICE = 1 << 20;

    /** Of so many bytes of a text, one may be a control character: the colours of a terminal's output are fewer. */
    private static final int CONTROLS_OF_TEXT = 8;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** The bytes of {@code array}, copied. */
    public static Bytes copyOf(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array.clone());
    }

    /** The bytes of {@code array}, which the caller must not change any more. */
    public static Bytes owning(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /** The UTF-8 form of {@code text}; a lone surrogate becomes {@code ?}. */
    public static Bytes utf8(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #utf8(String)}, of a text that may be large, of which no further copy is in memory. */
    public static Bytes utf8(CharSequence text) {
        if (text.length() <= SLICE) {
            return utf8(text.toString());
        }
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(utf8Length(text)));
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + SLICE);
            if (to < text.length() && Character.isSurrogatePair(text.charAt(to - 1), text.charAt(to))) {
                to++;
            }
            all.put(text.subSequence(from, to).toString().getBytes(StandardCharsets.UTF_8));
            from = to;
        }
        return owning(all.array());
    }

    private static long utf8Length(CharSequence text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                length++; // the question mark that replaces it
            }
        }
        return length;
    }

    /** The parts, one after the other; a single part is not copied. */
    public static Bytes concat(List<Bytes> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
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

    /** A copy with some bytes replaced; {@code replacements} are in order and do not overlap. */
    public Bytes replace(List<Replacement> replacements) {
        int size = array.length;
        for (Replacement replacement : replacements) {
            size += replacement.by.size() - (replacement.to - replacement.from);
        }
        ByteBuffer changed = ByteBuffer.allocate(size);
        int done = 0;
        for (Replacement replacement : replacements) {
            changed.put(array, done, replacement.from - done).put(replacement.by.array);
            done = replacement.to;
        }
        return owning(changed.put(array, done, array.length - done).array());
    }

    /** Bytes that replace those from {@code from} to {@code to} (exclusive). */
    public record Replacement(int from, int to, Bytes by) {}

    public boolean startsWith(Bytes prefix) {
        return startsWith(prefix, 0);
    }

    /** Whether {@code prefix} is at {@code from}. */
    public boolean startsWith(Bytes prefix, int from) {
        int to = from + prefix.size();
        return to <= size() && Arrays.equals(array, from, to, prefix.array, 0, prefix.size());
    }

    /** Whether {@code part}, which is not empty, is anywhere in these bytes. */
    public boolean contains(Bytes part) {
        String wanted = part.latin1();
        for (int from = 0; from < size(); from += SLICE) { // strings are searched with many bytes at a time
            int to = Math.min(size(), from + SLICE + part.size() - 1);
            if (latin1(from, to).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** The first index of {@code wanted} at or after {@code from}; -1 if there is none. */
    public int indexOf(char wanted, int from) {
        for (int i = from; i < array.length; i++) {
            if (array[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The first index from {@code from} on of a line feed or a carriage return; the size if there is none. */
    public int indexOfLineEnd(int from) {
        int at = from;
        while (at < array.length) {
            if (at + Long.BYTES <= array.length && !hasControl((long) EIGHT.get(array, at))) {
                at += Long.BYTES;
            } else if (array[at] == '\n' || array[at] == '\r') {
                return at;
            } else {
                at++;
            }
        }
        return at;
    }

    /** Whether one of eight bytes is a carriage return or less, as few are in texts. */
    private static boolean hasControl(long eight) {
        long ones = 0x0101_0101_0101_0101L;
        return (eight - ones * ('\r' + 1) & ~eight & ones * 0x80) != 0;
    }

    /** Writes all of them where the channel is at. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer all = buffer();
        while (all.hasRemaining()) {
            int length = Math.min(SLICE, all.remaining()); // the JDK copies it, and keeps the memory for that
            all.position(all.position() + channel.write(all.slice(all.position(), length)));
        }
    }

    public boolean endsWith(Bytes suffix) {
        int from = size() - suffix.size();
        return from >= 0 && Arrays.equals(array, from, size(), suffix.array, 0, suffix.size());
    }

    /** A string with one character for each byte; encoding it as ISO 8859-1 gives these bytes. */
    public String latin1() {
        return new String(array, StandardCharsets.ISO_8859_1);
    }

    /**
     * Whether people can read these bytes: they are valid UTF-8 without NUL, and at most an eighth of them are control characters for which JSON
     * has no short escape. Found without making a text of them.
     */
    public boolean isText() {
        return hasFewControls() && isUtf8(0, array.length);
    }

    private boolean hasFewControls() {
        int controls = 0;
        for (byte one : array) {
            if (one == 0) {
                return false;
            }
            boolean isShort = one == '\b' || one == '\t' || one == '\n' || one == '\f' || one == '\r';
            controls += one > 0 && one < ' ' && !isShort ? 1 : 0;
        }
        return controls <= array.length / CONTROLS_OF_TEXT;
    }

    private boolean isUtf8(int from, int to) {
        if (isAscii(from, to)) {
            return true; // as most texts are
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(array, from, to - from);
        CharBuffer out = CharBuffer.allocate(Math.min(4_096, to - from));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(in, out.clear(), true);
        }
        return !result.isError();
    }

    /** Whether no byte is above 0x7f. */
    public boolean isAscii() {
        return isAscii(0, array.length);
    }

    private boolean isAscii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first index from {@code from} on of a byte that is not a character of a JSON string as it stands, in ASCII: of a quotation mark, a backslash, a control
     * character, or a byte above 0x7f. {@code to} if there is none before it.
     */
    public int endOfPlain(int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to && isPlain((long) EIGHT.get(array, at))) {
            at += Long.BYTES;
        }
        while (at < to && isPlain(array[at])) {
            at++;
        }
        return at;
    }

    /** Eight bytes at a time: a difference has its highest bit only where a byte was too small. */
    private static boolean isPlain(long eight) {
        long ones = 0x0101_0101_0101_0101L;
        long notQuotes = (eight ^ ones * '"') - ones;
        long notBackslashes = (eight ^ ones * '\\') - ones;
        long notControls = eight - ones * ' ';
        return ((eight | notQuotes | notBackslashes | notControls) & ones * 0x80) == 0;
    }

    private static boolean isPlain(byte one) {
        return one >= ' ' && one != '"' && one != '\\';
    }

    /** As {@link #latin1()}, of the bytes from {@code from} to {@code to} (exclusive). */
    public String latin1(int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The text that these bytes encode; empty if they are not valid UTF-8. */
    public Optional<String> decode() {
        return decode(0, array.length);
    }

    /**
     * The text that the bytes from {@code from} to {@code to} (exclusive) encode; empty if they are not valid UTF-8.
     */
    public Optional<String> decode(int from, int to) {
        if (to - from > SLICE) { // a text of what is none takes several times its memory
            return isUtf8(from, to) ? Optional.of(text(from, to)) : Optional.empty();
        }
        String lenient = text(from, to);
        if (lenient.indexOf('\uFFFD') < 0) {
            return Optional.of(lenient); // nothing had to be replaced
        }
        try {
            ByteBuffer range = ByteBuffer.wrap(array, from, to - from);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(range).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** The text of the bytes from {@code from} to {@code to} (exclusive), with U+FFFD for bytes that are not UTF-8. */
    public String text(int from, int to) {
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The bytes decoded as UTF-8, with U+FFFD for invalid bytes; only for people and test failures. */
    @Override
    public String toString() {
        return new String(array, StandardCharsets.UTF_8);
    }
}
