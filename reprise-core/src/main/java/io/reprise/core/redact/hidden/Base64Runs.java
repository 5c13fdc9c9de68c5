package io.reprise.core.redact.hidden;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Finds base64 in a text, whatever its alphabet (RFC 4648, 4 and 5), also in lines and with the escapes of JSON, and decodes it. A text before it that has
 * only letters, such as the path of a URL, does not hide it.
 */
final class Base64Runs {
    /** The base64 of a short credential. */
    private static final int SHORTEST = 28;

    /** From this length on, content that is no text is told, too: something compressed that has a credential is not shorter. */
    private static final int SHORTEST_BINARY = 64;

    /** Pieces of longer runs overlap, so that each credential is within one of them. */
    private static final int LONGEST = 4 << 20;

    private static final int OVERLAP = 64 << 10;
    private static final int SHORTEST_LINE = 57;
    private static final int SAMPLE = 16;
    private static final boolean[] LETTERS = new boolean[128];

    /** What the letters stand for. */
    private static final int[] VALUES = new int[128];

    static {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
        for (int i = 0; i < alphabet.length(); i++) {
            LETTERS[alphabet.charAt(i)] = true;
            VALUES[alphabet.charAt(i)] = i < 64 ? i : i - 2;
        }
    }

    private final String text;
    private final Consumer<byte[]> contents;
    private final StringBuilder letters = new StringBuilder();

    /** The places of the pieces of a long run of which some has been told. */
    private boolean isContinued;

    /** The latest run that was told as a whole. */
    private int latest;

    private int latestEnd;

    private Base64Runs(String text, Consumer<byte[]> contents) {
        this.text = text;
        this.contents = contents;
    }

    /** Tells what is decoded, piece by piece. */
    static void visit(String text, Consumer<byte[]> contents) {
        new Base64Runs(text, contents).visit();
    }

    private void visit() {
        int done = 0;
        // a run has a letter at one of these places, so that most of the text is not looked at
        for (int at = SHORTEST - 1; at < text.length(); at += SHORTEST) {
            if (at >= done && isLetter(at)) {
                int start = at;
                while (start > done && isLetter(start - 1)) {
                    start--;
                }
                done = read(start);
                at = Math.max(at, done);
            }
        }
    }

    /** Reads the run that begins at {@code start}, and returns where it ends. */
    private int read(int start) {
        int end = endOfLetters(start, start + LONGEST);
        if (!goesOn(end, start)) {
            if (end - start >= SHORTEST && !isLatest(start, end)) {
                tell(text, start, end);
                latest = start;
                latestEnd = end;
            }
            return end;
        }
        letters.setLength(0);
        isContinued = false;
        int line = start;
        int at = start;
        while (at < text.length()) {
            int stop = endOfLetters(at, at + LONGEST - letters.length());
            letters.append(text, at, stop);
            if (letters.length() == LONGEST) {
                tell(letters, 0, LONGEST);
                letters.delete(0, LONGEST - OVERLAP);
                isContinued = true;
            }
            if (stop < text.length() && !isLetter(stop) && !goesOn(stop, line)) {
                at = stop;
                break;
            }
            boolean isLine = stop < text.length() && !isLetter(stop) && text.charAt(stop) != '\\' || isLineEscape(stop);
            at = stop < text.length() && !isLetter(stop) ? isLine ? afterLineEnd(stop) : stop + 1 : stop;
            line = isLine ? at : line;
        }
        tell(letters, 0, letters.length());
        isContinued = false;
        return at;
    }

    /** Whether this is the run before once more, such as the id of all chunks, which has been told. */
    private boolean isLatest(int start, int end) {
        int length = latestEnd - latest;
        return end - start == length && text.regionMatches(start, text, latest, length);
    }

    private boolean isLineEscape(int at) {
        return text.startsWith("\\n", at) || text.startsWith("\\r", at);
    }

    private int endOfLetters(int from, int most) {
        int end = from;
        int limit = Math.min(most, text.length());
        while (end < limit && isLetter(end)) {
            end++;
        }
        return end;
    }

    /** Whether the run goes on after what is at {@code at}, which is no letter or beyond a piece. */
    private boolean goesOn(int at, int line) {
        if (at >= text.length()) {
            return false;
        }
        if (isLetter(at) || text.startsWith("\\/", at)) {
            return true;
        }
        int next = afterLineEnd(at);
        return next > at && at - line >= SHORTEST_LINE && next < text.length() && isLetter(next);
    }

    private int afterLineEnd(int at) {
        int next = at;
        while (next < text.length()) {
            if (text.charAt(next) == '\n' || text.charAt(next) == '\r') {
                next++;
            } else if (text.startsWith("\\n", next) || text.startsWith("\\r", next)) {
                next += 2;
            } else if (next > at && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
                next++;
            } else {
                return next;
            }
        }
        return next;
    }

    private boolean isLetter(int at) {
        char c = text.charAt(at);
        return c < LETTERS.length && LETTERS[c];
    }

    private void tell(CharSequence source, int from, int to) {
        int length = to - from;
        if (length < SHORTEST) {
            return;
        }
        boolean isLong = length >= SHORTEST_BINARY && !isHex(source, from, to);
        boolean isWhole = isContinued || isLong || isCompressed(source, from);
        if (isWhole) {
            contents.accept(decoded(source, from, to));
        }
        for (int offset = isWhole ? 1 : 0; offset < 4 && !isContinued; offset++) {
            if (isText(source, from + offset, to)) {
                contents.accept(decoded(source, from + offset, to));
            }
        }
    }

    /** Whether what is coded in the middle of a run looks like text. */
    private static boolean isText(CharSequence run, int from, int to) {
        int middle = from + Math.max(0, (to - from - SAMPLE) / 8) * 4;
        if (middle + SAMPLE > to) {
            return false;
        }
        int ascii = 0;
        for (int at = middle; at < middle + SAMPLE; at += 4) {
            int bits = value(run, at) << 18 | value(run, at + 1) << 12 | value(run, at + 2) << 6 | value(run, at + 3);
            for (int shift = 16; shift >= 0; shift -= 8) {
                int one = bits >> shift & 0xff;
                if (one < ' ' && one != '\n' && one != '\r' && one != '\t' && one != 0) {
                    return false;
                }
                ascii += one >= ' ' && one < 0x7f || one == 0 ? 1 : 0;
            }
        }
        return ascii * 8 >= SAMPLE * 3;
    }

    private static int value(CharSequence run, int at) {
        return VALUES[run.charAt(at)];
    }

    /** Whether it begins like gzip, zstd, ZIP, zlib, xz or bzip2 in base64. */
    private static boolean isCompressed(CharSequence run, int from) {
        String start =
                run.subSequence(from, from + 6).toString().replace('_', '/').replace('-', '+');
        return start.startsWith("H4sI")
                || start.startsWith("KLUv")
                || start.startsWith("UEsDB")
                || start.startsWith("eJ")
                || start.startsWith("eN")
                || start.startsWith("/Td6WF")
                || start.startsWith("QlpoO");
    }

    private static boolean isHex(CharSequence run, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(run.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] decoded(CharSequence run, int from, int to) {
        int end = to - ((to - from) % 4 == 1 ? 1 : 0);
        byte[] letters = run.subSequence(from, end).toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < letters.length; i++) {
            letters[i] = letters[i] == '-' ? (byte) '+' : letters[i] == '_' ? (byte) '/' : letters[i];
        }
        return Base64.getDecoder().decode(letters);
    }
}
