package io.reprise.core.key;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.pattern.RegularExpression;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text that a rule searches for: one of the predefined kinds, or a regular expression. */
public sealed interface TextPattern {
    RegularExpression expression();

    /** What stands for what was found, if a rule does not say. */
    String standIn();

    /** A kind of text that differs from run to run. docs/key.md gives the expressions, since keys depend on them. */
    enum Kind implements TextPattern {
        /** {@code 123e4567-e89b-12d3-a456-426614174000}. */
        UUID(
                "(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])"),
        /** {@code 2026-11-21}, {@code 2026-11-21T12:07:02.5Z}, {@code Sat, 21 Nov 2026 12:07:02 GMT}, {@code November 21, 2026}. */
        DATE(
                "(?<![0-9A-Za-z])(?:[0-9]{4}-[01][0-9]-[0-3][0-9](?:[T ][0-2][0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?"
                        + " ?(?:Z|UTC|GMT|[+-][0-2][0-9]:?[0-5][0-9])?)?"
                        + "|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:[0-3]?[0-9] " + Kind.MONTH
                        + ",? [0-9]{4}|" + Kind.MONTH
                        + " [0-3]?[0-9](?:st|nd|rd|th)?,? [0-9]{4})"
                        + "(?:,? (?:at )?[0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9])?(?: ?[AP]M)?(?: (?:UTC|GMT|[+-][0-2][0-9]:?[0-5][0-9]))?)?)"
                        + "(?![0-9A-Za-z])"),
        /** {@code /tmp/pytest-of-ann/pytest-3/x.txt}, {@code /var/folders/q1/…}, {@code C:\Users\Ann\AppData\Local\Temp\x}. */
        TEMP_PATH("(?<![0-9A-Za-z_/.-])(?:(?:/private)?/(?:var/)?tmp/|(?:/private)?/var/folders/"
                + "|[A-Za-z]:[\\\\/](?:[Ww]indows|[Uu]sers[\\\\/][^\\\\/:*?\"<>|\\r\\n]{1,64}[\\\\/]AppData[\\\\/]Local)[\\\\/][Tt]e?mp[\\\\/])"
                + "[^\\s\"'`<>|:;,()\\[\\]{}]+");

        private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?";

        private final RegularExpression expression;

        Kind(String regex) {
            expression = RegularExpression.of(regex);
        }

        @Override
        public RegularExpression expression() {
            return expression;
        }

        @Override
        public String standIn() {
            return "<" + this + ">";
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A regular expression from the configuration. */
    record Regex(RegularExpression expression) implements TextPattern {
        /** The expression between the slashes, with its own slashes unescaped. */
        private static String unescaped(String text) {
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '\\' || i + 1 == text.length()) {
                    regex.append(c);
                } else {
                    char next = text.charAt(++i);
                    regex.append(next == '/' ? "/" : "\\" + next);
                }
            }
            return regex.toString();
        }

        @Override
        public String standIn() {
            return "<replaced>";
        }

        /** The expression between slashes; a slash within it is escaped. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("/");
            String regex = expression.toString();
            for (int i = 0; i < regex.length(); i++) {
                char c = regex.charAt(i);
                if (c == '\\' && i + 1 < regex.length()) {
                    text.append(c).append(regex.charAt(++i));
                } else {
                    text.append(c == '/' ? "\\/" : String.valueOf(c));
                }
            }
            return text.append('/').toString();
        }
    }

    /**
     * The kind of that name, or the expression between slashes.
     *
     * @throws IllegalArgumentException if {@code text} is neither; the message says what is wrong
     */
    static TextPattern parse(String text) {
        if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
            return new Regex(RegularExpression.of(Regex.unescaped(text.substring(1, text.length() - 1))));
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Quoted.of(text) + " is not one of "
                        + Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", "))
                        + ", and not a regular expression between slashes (such as /run-[0-9]+/)"));
    }
}
