package io.reprise.formats.curl;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a POSIX shell script into commands and these into words, with the quoting undone (POSIX.1-2024, XCU 2.2, and
 * {@code $'…'}). It runs nothing and substitutes nothing.
 */
final class ShellWords {
    /** Marks text that a shell would have substituted, such as {@code $HOME}; not a character. */
    static final char EXPANSION = '\ufffe';

    private static final String BLANKS = " \t\r";
    private static final String OPERATORS = "&|<>()";

    private final String script;
    private final int linesBefore;
    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;
    private int at;

    private ShellWords(String script, int linesBefore) {
        this.linesBefore = linesBefore;
        this.script = script.replace("\r\n", "\n");
    }

    /**
     * The commands of {@code script} that have words.
     *
     * @throws CurlSyntaxException if a quote is not closed, or the script pipes, redirects or branches
     */
    static List<List<String>> commands(String script) {
        return commands(script, 0);
    }

    /** @param linesBefore how many lines there are before the script in its file, for messages */
    static List<List<String>> commands(String script, int linesBefore) {
        ShellWords reading = new ShellWords(script, linesBefore);
        while (reading.at < reading.script.length()) {
            reading.step(reading.script.charAt(reading.at));
        }
        reading.endCommand();
        return reading.commands;
    }

    private void step(char c) {
        if (script.startsWith("\\\n", at)) {
            at += 2;
        } else if (BLANKS.indexOf(c) >= 0) {
            endWord();
            at++;
        } else if (c == '#' && !isInWord) {
            int end = script.indexOf('\n', at);
            at = end < 0 ? script.length() : end;
        } else if (c == '\n' || c == ';') {
            endCommand();
            at++;
        } else if (OPERATORS.indexOf(c) >= 0) {
            throw new CurlSyntaxException(
                    "'" + c + "' outside quotes, " + place(at) + "; only plain commands are read");
        } else {
            isInWord = true;
            part(c);
        }
    }

    private void part(char c) {
        if (c == '\'') {
            int end = closing('\'', at + 1);
            word.append(script, at + 1, end);
            at = end + 1;
        } else if (script.startsWith("$'", at)) {
            at = AnsiCQuote.decode(script, at + 2, word)
                    .orElseThrow(() -> new CurlSyntaxException("a quote that is not closed, " + place(at)));
        } else if (c == '"' || script.startsWith("$\"", at)) {
            doubleQuoted();
        } else if (c == '$' || c == '`') {
            substitution();
        } else {
            boolean isEscape = c == '\\' && at + 1 < script.length();
            word.append(script.charAt(isEscape ? at + 1 : at));
            at += isEscape ? 2 : 1;
        }
    }

    private void doubleQuoted() {
        int start = at;
        at = script.indexOf('"', at) + 1;
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c == '$' || c == '`') {
                substitution();
            } else if (script.startsWith("\\\n", at)) {
                at += 2;
            } else {
                boolean isEscape =
                        c == '\\' && at + 1 < script.length() && "$`\"\\".indexOf(script.charAt(at + 1)) >= 0;
                word.append(script.charAt(isEscape ? at + 1 : at));
                at += isEscape ? 2 : 1;
            }
        }
        throw new CurlSyntaxException("a double quote that is not closed, " + place(start));
    }

    /** What begins with {@code $} or a backquote: kept as it is written, behind a mark, unless it is only a dollar sign. */
    private void substitution() {
        char next = at + 1 < script.length() ? script.charAt(at + 1) : ' ';
        int end = at + 1;
        if (script.charAt(at) == '`') {
            end = closing('`', at + 1) + 1;
        } else if (next == '{' || next == '(') {
            end = closing(next == '{' ? '}' : ')', at + 2) + 1;
        } else if (isNameCharacter(next) && !Character.isDigit(next)) {
            while (end < script.length() && isNameCharacter(script.charAt(end))) {
                end++;
            }
        } else if (Character.isDigit(next) || "@*#?$!-".indexOf(next) >= 0) {
            end = at + 2;
        } else {
            word.append('$');
            at++;
            return;
        }
        word.append(EXPANSION).append(script, at, end);
        at = end;
    }

    private static boolean isNameCharacter(char c) {
        return c == '_' || c < 128 && Character.isLetterOrDigit(c);
    }

    private int closing(char quote, int from) {
        int end = script.indexOf(quote, from);
        if (end < 0) {
            throw new CurlSyntaxException("a " + quote + " is missing to close what begins " + place(from - 1));
        }
        return end;
    }

    private String place(int index) {
        String before = script.substring(0, index);
        return "at line " + (linesBefore + before.chars().filter(c -> c == '\n').count() + 1) + ", column "
                + (index - before.lastIndexOf('\n'));
    }

    private void endWord() {
        if (isInWord) {
            words.add(word.toString());
            word.setLength(0);
            isInWord = false;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(List.copyOf(words));
            words.clear();
        }
    }
}
