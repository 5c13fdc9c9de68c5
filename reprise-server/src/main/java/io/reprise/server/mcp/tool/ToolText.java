package io.reprise.server.mcp.tool;

import io.reprise.core.explain.difference.DisplayText;
import io.reprise.server.reading.ReadingProgress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A text for an agent, of at most 8 KB and 200 lines: agents cut longer ones, often in the middle. Words that come from recordings stand
 * between two lines with a word that they do not contain, so that they cannot pretend to be this server's.
 */
public final class ToolText {
    /** In UTF-8. */
    static final int MOST_BYTES = 8_000;

    static final int MOST_LINES = 200;

    private static final int MOST_LINE = 600;
    private static final String CUT = "… (cut: the answer may have " + MOST_BYTES + " bytes)\n";

    private final StringBuilder text = new StringBuilder();

    /** Such as {@code 1 file} and {@code 2 files}. */
    public static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** Where a list or a sum does not have all. */
    public static String incomplete(ReadingProgress progress) {
        return "This is not complete: " + progress.words() + ". Ask again in a few seconds.";
    }

    /** Adds a line of this server's own words. */
    public ToolText line(String line) {
        text.append(DisplayText.elided(DisplayText.visible(line), MOST_LINE)).append('\n');
        return this;
    }

    /** Adds words that come from a recording or a request. They must not be longer than there is room for. */
    public ToolText data(String words) {
        String shown = visible(words);
        String mark = mark(shown);
        text.append("<<<data ").append(mark).append('\n').append(shown);
        if (!shown.endsWith("\n")) {
            text.append('\n');
        }
        text.append("data ").append(mark).append(" >>>\n");
        return this;
    }

    /** The digits of a digest, of which no text can know those of its own; more of them where it has them by chance. */
    private static String mark(String words) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            String digits = HexFormat.of().formatHex(digest);
            int length = 8;
            while (length < digits.length() && words.contains(digits.substring(0, length))) {
                length++;
            }
            return digits.substring(0, length);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Keeps line feeds and tabs; what a terminal or a reader would not see is written out. */
    private static String visible(String words) {
        StringBuilder shown = new StringBuilder(words.length());
        int from = 0;
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == '\n' || c == '\t') {
                shown.append(DisplayText.visible(words.substring(from, i))).append(c);
                from = i + 1;
            }
        }
        return shown.append(DisplayText.visible(words.substring(from))).toString();
    }

    /** The first characters of {@code words} that take at most so many bytes and lines, as they are shown. */
    public static String beginning(String words, int bytes, int lines) {
        int used = 0;
        int breaks = 0;
        int i = 0;
        while (i < words.length()) {
            int c = words.codePointAt(i);
            int size = c == '\n' || c == '\t' ? 1 : size(c);
            breaks += c == '\n' ? 1 : 0;
            if (used + size > bytes || breaks >= lines) {
                break;
            }
            used += size;
            i += Character.charCount(c);
        }
        return words.substring(0, i);
    }

    private static int size(int c) {
        return DisplayText.visible(Character.toString(c)).getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        String all = text.toString();
        String room = beginning(all, MOST_BYTES, MOST_LINES);
        return room.length() == all.length() ? all : room + "\n" + CUT;
    }
}
