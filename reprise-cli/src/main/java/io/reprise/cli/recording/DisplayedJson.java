package io.reprise.cli.recording;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON and texts for people: what is coded in base64 is shown as its size. */
final class DisplayedJson {
    private static final int MAX_VALUE = 400;

    /** Shorter ones may be words or ids. */
    private static final Pattern BASE64 =
            Pattern.compile("(data:(?<type>[^;,\\s]*)[^,\\s]*;base64,)?(?<code>[A-Za-z0-9+/_-]{120,}={0,2})");

    private static final Pattern WORD_ONLY = Pattern.compile("[a-z]+|[A-Z]+|(.)\\1*");

    private DisplayedJson() {}

    /** On one line; long ones are shortened. */
    static String of(Json value) {
        return brief(text(value.string().orElseGet(() -> value.write(Layout.SPACED))));
    }

    /** The text without what is base64. */
    static String text(String text) {
        if (text.length() < 120) {
            return text;
        }
        Matcher code = BASE64.matcher(text);
        return code.replaceAll(found -> Matcher.quoteReplacement(size(code)));
    }

    private static String size(Matcher found) {
        String code = found.group("code");
        if (WORD_ONLY.matcher(code).matches()) {
            return found.group();
        }
        String type = found.group("type") == null || found.group("type").isEmpty() ? "base64" : found.group("type");
        return "(" + type + ", " + bytes(code) + " bytes)";
    }

    private static long bytes(String code) {
        int padding = code.endsWith("==") ? 2 : code.endsWith("=") ? 1 : 0;
        return (code.length() - padding) * 3L / 4;
    }

    static String brief(String text) {
        return text.length() <= MAX_VALUE
                ? text
                : Quoted.beginning(text, MAX_VALUE) + "… (--raw or --json prints all of it)";
    }
}
