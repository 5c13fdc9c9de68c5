package io.reprise.formats.curl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A curl call and what a terminal has shown after it.
 *
 * @param line how many lines there are before it in its text
 * @param output empty if the text has none
 */
record CurlTranscript(int line, String command, String output) {
    /** A prompt of a shell before a call. */
    private static final Pattern PROMPT = Pattern.compile("(?m)^[$%] (?=(\\S*/)?curl\\s)");

    /** What may be before the only call. */
    private static final Pattern BEFORE = Pattern.compile("\\A(?:[ \\t\\r]*(?:#[^\\n]*|set [^\\n]*)?\\n)*+");

    private static final Pattern CALL = Pattern.compile("(?m)^([$%] )?(\\S*/)?curl\\s");

    /** Longer ones are no commands. */
    private static final int MOST_LINES = 2_000;

    /** Whether a text may have a call. */
    static boolean mayBeIn(String text) {
        return CALL.matcher(text).find();
    }

    /** The calls in a text: those after prompts, or the one with which it begins. */
    static List<CurlTranscript> of(String text) {
        List<Integer> starts = new ArrayList<>();
        Matcher prompt = PROMPT.matcher(text);
        while (prompt.find()) {
            starts.add(prompt.start());
        }
        if (starts.isEmpty()) {
            return List.of(one(0, text));
        }
        List<CurlTranscript> calls = new ArrayList<>();
        int line = 0;
        int counted = 0;
        for (int i = 0; i < starts.size(); i++) {
            int from = starts.get(i);
            line += lines(text, counted, from);
            counted = from;
            calls.add(one(line, text.substring(from, i + 1 < starts.size() ? starts.get(i + 1) : text.length())));
        }
        return calls;
    }

    private static int lines(CharSequence text, int from, int to) {
        int lines = 0;
        for (int i = from; i < to; i++) {
            lines += text.charAt(i) == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static CurlTranscript one(int line, String text) {
        String block = PROMPT.matcher(text).replaceFirst("  ");
        Matcher before = BEFORE.matcher(block);
        int end = endOfCommand(block, before.lookingAt() ? before.end() : 0);
        return new CurlTranscript(
                line, block.substring(0, end), block.substring(end).replaceFirst("\\A\\s*\\n", ""));
    }

    /** The index after the line in which the command ends; the end of the text if it is not known. */
    private static int endOfCommand(String block, int start) {
        int end = start;
        for (int lines = 0; lines < MOST_LINES && end < block.length(); lines++) {
            int feed = block.indexOf('\n', end);
            end = feed < 0 ? block.length() : feed + 1;
            if (isCommand(block.substring(start, end))) {
                return end;
            }
        }
        return block.length();
    }

    private static boolean isCommand(String text) {
        try {
            return !text.replace("\r\n", "\n").endsWith("\\\n")
                    && !ShellWords.commands(text).isEmpty();
        } catch (CurlSyntaxException unfinished) {
            return false;
        }
    }
}
