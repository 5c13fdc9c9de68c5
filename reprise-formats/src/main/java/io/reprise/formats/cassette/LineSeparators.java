package io.reprise.formats.cassette;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * U+2028 and U+2029, which are special in YAML 1.1, which all tools here write, and not in YAML 1.2, which the parser reads. There they end a
 * line, so that the indentation of the next line comes after them, and have the escapes {@code \L} and {@code \P}.
 */
final class LineSeparators {
    private static final Pattern INDENTED = Pattern.compile("(?<=[\u2028\u2029]) +");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    /** Escapes of YAML 1.2 for characters that nobody uses, until it is known which texts have escapes. */
    private static final String LINE_ESCAPE = "\\U000F4C4C";

    private static final String PARAGRAPH_ESCAPE = "\\U000F5050";
    private static final String UNUSED_LINE = Character.toString(0xF4C4C);
    private static final String UNUSED_PARAGRAPH = Character.toString(0xF5050);

    /** The first line of a text in quotes; on all others the indentation is that of the line. */
    private static final Pattern OPENING =
            Pattern.compile("^ *(?:- )*(?:(?:'[^']*'|\"[^\"]*\"|[^\\s'\"][^\\s]*): |- )?'.*", Pattern.DOTALL);

    private LineSeparators() {}

    /** The text as YAML 1.2; {@link #meant} gives what its scalars mean. */
    static String asYaml12(String yaml) {
        String unescaped = yaml.contains("\\L") || yaml.contains("\\P")
                ? ESCAPE.matcher(yaml).replaceAll(escape -> Matcher.quoteReplacement(asYaml12Escape(escape.group())))
                : yaml;
        return hasAny(unescaped) ? outdented(unescaped.split("\n", -1)) : unescaped;
    }

    private static boolean hasAny(String text) {
        return text.indexOf('\u2028') >= 0 || text.indexOf('\u2029') >= 0;
    }

    private static String asYaml12Escape(String escape) {
        return switch (escape) {
            case "\\L" -> LINE_ESCAPE;
            case "\\P" -> PARAGRAPH_ESCAPE;
            default -> escape;
        };
    }

    /** @param isEscaped whether backslashes in this scalar begin escapes */
    static String meant(String scalar, boolean isEscaped) {
        if (isEscaped) {
            return scalar.replace(UNUSED_LINE, "\u2028").replace(UNUSED_PARAGRAPH, "\u2029");
        }
        return scalar.indexOf('\\') < 0
                ? scalar
                : scalar.replace(LINE_ESCAPE, "\\L").replace(PARAGRAPH_ESCAPE, "\\P");
    }

    private static String outdented(String[] lines) {
        for (int i = 0; i < lines.length; i++) {
            lines[i] = hasAny(lines[i]) ? outdented(lines[i]) : lines[i];
        }
        return String.join("\n", lines);
    }

    private static String outdented(String line) {
        int indentation = line.length() - line.stripLeading().length();
        boolean isOpening = OPENING.matcher(line).matches();
        return INDENTED.matcher(line)
                .replaceAll(spaces -> isOpening
                        ? ""
                        : spaces.group()
                                .substring(Math.min(indentation, spaces.group().length())));
    }
}
