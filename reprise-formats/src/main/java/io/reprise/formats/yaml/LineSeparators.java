package io.reprise.formats.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * What ends a line in YAML 1.1, which all tools here write, and not in YAML 1.2, which the parser reads: U+0085, which is read as a line feed, and
 * U+2028 and U+2029, which stay as they are. They also have the escapes {@code \L} and {@code \P}. For the parser, characters that the text does
 * not have stand for them, and a line feed comes after each.
 */
final class LineSeparators {
    private static final Pattern SPECIAL = Pattern.compile("[\u0085\u2028\u2029]|\\\\[LP]");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);
    private static final Pattern OTHER_BREAK = Pattern.compile("\r\n?|\u0085");
    private static final Pattern CODE = Pattern.compile("\\\\U([0-9A-Fa-f]{8})");
    /** Is not looked for within them, as the spaces of {@link Separator#inLiteral} are not. */
    static final Pattern SEPARATORS_AT_END = Pattern.compile("(?<![\u2028\u2029])[\u2028\u2029]++$");

    private static final int FIRST_PRIVATE = 0xF0000;

    private final String yaml;
    private final List<Separator> separators;

    private LineSeparators(String yaml, List<Separator> separators) {
        this.yaml = yaml;
        this.separators = separators;
    }

    /** Those of a text of YAML 1.1. */
    static LineSeparators of(String yaml) {
        if (!SPECIAL.matcher(yaml).find()) {
            return new LineSeparators(yaml, List.of());
        }
        List<String> unused = unused(yaml, 6);
        return new LineSeparators(
                yaml,
                List.of(
                        new Separator("\u2028", "\\L", unused.subList(0, 3)),
                        new Separator("\u2029", "\\P", unused.subList(3, 6))));
    }

    private static List<String> unused(String yaml, int count) {
        Set<Integer> used = new HashSet<>();
        yaml.codePoints().filter(character -> character >= FIRST_PRIVATE).forEach(used::add);
        CODE.matcher(yaml).results().forEach(code -> used.add(Integer.parseUnsignedInt(code.group(1), 16)));
        List<String> unused = new ArrayList<>();
        for (int character = FIRST_PRIVATE; unused.size() < count; character++) {
            if (!used.contains(character)) {
                unused.add(Character.toString(character));
            }
        }
        return unused;
    }

    /** The text as YAML 1.2; {@link #meant} gives what its scalars mean. */
    String asYaml12() {
        if (separators.isEmpty()) {
            return yaml;
        }
        String unescaped =
                ESCAPE.matcher(yaml).replaceAll(escape -> Matcher.quoteReplacement(asYaml12(escape.group())));
        String plain = OTHER_BREAK.matcher(unescaped).replaceAll("\n");
        return plain.indexOf('\u2028') < 0 && plain.indexOf('\u2029') < 0
                ? plain
                : new BrokenLines(plain, separators).text();
    }

    private String asYaml12(String escape) {
        return separators.stream()
                .filter(separator -> separator.escape().equals(escape))
                .map(Separator::otherEscape)
                .findFirst()
                .orElse(escape);
    }

    /** @param scalar as the parser has read it */
    String meant(String scalar, ScalarStyle style) {
        String meant = scalar;
        for (Separator separator : separators) {
            meant = separator.meant(meant, style);
        }
        boolean isEnd = style == ScalarStyle.PLAIN && !meant.equals(scalar);
        return isEnd ? SEPARATORS_AT_END.matcher(meant).replaceFirst("") : meant;
    }

    /**
     * One of the two characters.
     *
     * @param escape in double quotes
     * @param marks what stands for the escape, for the character at the end of a line, and for the character on a line of its own
     */
    record Separator(String character, String escape, List<String> marks) {
        /** One that follows content. */
        private static final String LINE_FEED = "(?<!^\n{0,99})\n";

        /** A line feed that is not folded, since no content follows, or content that is indented further. */
        private static final String UNFOLDED = "\n(?=\n*+(?:[ \t]|$))";

        /** The marks with the line feed or space that folding has left around them, and with their indentation. */
        private static final String FOLDED_MARKS =
                "(?:^|" + LINE_FEED + "|(?<=\n)) +%2$s\n?| ?%2$s(?: |" + UNFOLDED + ")?|%1$s(?: |" + UNFOLDED + ")?";

        String otherEscape() {
            return String.format("\\U%08X", marks.get(0).codePointAt(0));
        }

        String atEnd() {
            return marks.get(1);
        }

        String alone() {
            return marks.get(2);
        }

        /** The marks in a literal scalar, with the indentation and the line feed that stand around them. */
        Pattern inLiteral() {
            return Pattern.compile("(?<! ) *+" + alone() + "(\n|$)|" + atEnd() + "\n");
        }

        String meant(String scalar, ScalarStyle style) {
            String escapes = style == ScalarStyle.DOUBLE_QUOTED
                    ? scalar.replace(marks.get(0), character)
                    : scalar.replace(otherEscape(), escape);
            if (!escapes.contains(atEnd()) && !escapes.contains(alone())) {
                return escapes;
            }
            return switch (style) {
                case LITERAL ->
                    inLiteral().matcher(escapes).replaceAll(character).replace(atEnd(), "");
                case FOLDED -> escapes.replaceAll(FOLDED_MARKS.formatted(atEnd(), alone()), character);
                default -> escapes.replaceAll(" ?(?:" + atEnd() + "|" + alone() + ") ?", character);
            };
        }
    }

    /** A text in which the two characters end lines, with a line feed after each. */
    private static final class BrokenLines {
        /** A block scalar that says how far it is indented. */
        private static final Pattern INDENTING = Pattern.compile(".*[|>](?:[-+]?[1-9]|[1-9][-+]?) *", Pattern.DOTALL);

        private static final int DEEPEST_INDICATOR = 9;

        private final String text;
        private final List<Separator> separators;
        private final StringBuilder out;
        /** How far a line without content must be indented to belong to the scalar around it. */
        private int indentation;
        /** Where the next line with content begins; it is known up to there. */
        private int nextContent = -1;

        BrokenLines(String text, List<Separator> separators) {
            this.text = text;
            this.separators = separators;
            this.out = new StringBuilder(text.length() + text.length() / 8);
        }

        String text() {
            int begin = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n' || c == '\u2028' || c == '\u2029') {
                    end(begin, i, c);
                    begin = i + 1;
                }
            }
            return out.append(text, begin, text.length()).toString();
        }

        private void end(int begin, int end, char c) {
            String line = text.substring(begin, end);
            boolean isBlank = line.chars().allMatch(any -> any == ' ');
            if (!isBlank) {
                indentation = INDENTING.matcher(line).matches() ? line.length() + DEEPEST_INDICATOR : spaces(line);
            }
            out.append(line);
            if (c != '\n') {
                Separator separator = separators.get(c == '\u2028' ? 0 : 1);
                int missing = Math.max(indentation, indentationAfter(end + 1)) - line.length();
                out.append(isBlank && missing >= 0 ? " ".repeat(missing) + separator.alone() : separator.atEnd());
            }
            out.append('\n');
        }

        private static int spaces(String line) {
            return line.length() - line.replaceFirst("^ +", "").length();
        }

        /** That of the next line with content; 0 if there is none. */
        private int indentationAfter(int begin) {
            if (nextContent < begin) {
                nextContent = begin;
                while (nextContent < text.length() && " \n\u2028\u2029".indexOf(text.charAt(nextContent)) >= 0) {
                    nextContent++;
                }
            }
            int first = nextContent;
            while (first > 0 && text.charAt(first - 1) == ' ') {
                first--;
            }
            return nextContent == text.length() ? 0 : nextContent - first;
        }
    }
}
