package io.reprise.formats.llamastack.file;

import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.python.PythonFloat;
import io.reprise.formats.llamastack.python.PythonJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of a request's body that llama-stack hashes. */
final class HashedBody {
    private static final int PLACES = 5;
    private static final Set<String> EXTRAS = Set.of("extra_body", "extra_query");
    /** Python's {@code \s}, which knows four more characters than Unicode's property. */
    private static final String A_SPACE = "[\\s\\x1c-\\x1f]";

    private static final String SPACE = A_SPACE + "*+";

    private static final String UUID = "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}";

    /** Is not looked for within digits, which would take as long as the square of their number. */
    static final Pattern LONG_DECIMAL = unicode("(?:-|(?<!\\d))\\d++\\.\\d{4,}+");

    private static final Pattern SCORE = unicode("score:" + SPACE + "[-+]?\\d*\\.?\\d+(?:[eE][-+]?\\d+)?");
    /** Likewise, is not looked for within spaces. */
    private static final Pattern ATTRIBUTES =
            unicode("(?:,|(?<!" + A_SPACE + "))" + SPACE + "attributes:" + SPACE + "\\{[^}]*+\\}");

    private static final Pattern DOCUMENT = unicode("document_id:" + SPACE + UUID);
    private static final Pattern CITATION = unicode("<\\|" + UUID + "\\|>");

    private final LlamaStackKey.Rule rule;
    private final boolean isBedrock;

    HashedBody(LlamaStackKey.Rule rule, boolean isBedrock) {
        this.rule = rule;
        this.isBedrock = isBedrock;
    }

    private static Pattern unicode(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    Json of(Json body) {
        if (rule == LlamaStackKey.Rule.OF_2025_08) {
            return body;
        }
        if (!(body instanceof Json.JsonObject object)) {
            return value(body, 0);
        }
        List<Json.Member> members = new ArrayList<>();
        for (Json.Member member : object.members()) {
            if (!isBedrock || !member.name().equals("stream_options")) {
                Json value = value(member.value(), 0);
                members.add(
                        new Json.Member(member.name(), EXTRAS.contains(member.name()) ? withoutProject(value) : value));
            }
        }
        return new Json.JsonObject(members);
    }

    private static Json withoutProject(Json extra) {
        if (!(extra instanceof Json.JsonObject object)) {
            return extra;
        }
        return new Json.JsonObject(object.members().stream()
                .filter(member -> !member.name().equals("project_id"))
                .toList());
    }

    private Json value(Json value, int level) {
        if (level > PythonJson.MOST_LEVELS) {
            throw new IllegalArgumentException("the body is nested too deeply for Python");
        }
        if (value instanceof Json.JsonString string) {
            return new Json.JsonString(text(string.value()));
        }
        if (value instanceof Json.JsonNumber number && PythonJson.isFloat(number.spelling())) {
            double rounded = PythonFloat.round(Double.parseDouble(number.spelling()), PLACES);
            return new Json.JsonNumber(PythonFloat.json(rounded));
        }
        if (value instanceof Json.JsonArray array) {
            return new Json.JsonArray(
                    array.items().stream().map(item -> value(item, level + 1)).toList());
        }
        if (value instanceof Json.JsonObject object) {
            return new Json.JsonObject(object.members().stream()
                    .map(member -> new Json.Member(member.name(), value(member.value(), level + 1)))
                    .toList());
        }
        return value;
    }

    private String text(String text) {
        String stable = text;
        if (rule == LlamaStackKey.Rule.NEWEST) {
            stable = SCORE.matcher(stable).replaceAll("score: __NORMALIZED__");
            stable = withoutAttributes(stable);
            stable = DOCUMENT.matcher(stable).replaceAll("document_id: __NORMALIZED__");
            stable = CITATION.matcher(stable).replaceAll("<|__NORMALIZED__|>");
        }
        return LONG_DECIMAL.matcher(stable).replaceAll(match -> PythonFloat.fixed(decimal(match.group()), PLACES));
    }

    /** Without the attributes that Python's expression finds; what comes after the last brace has none. */
    static String withoutAttributes(CharSequence text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) != '}') {
            end--;
        }
        StringBuilder without = new StringBuilder(text.length());
        Matcher found = ATTRIBUTES.matcher(text).region(0, end).useTransparentBounds(true);
        while (found.find()) {
            found.appendReplacement(without, "");
        }
        return found.appendTail(without).toString();
    }

    /** As Python's {@code float()}, which reads the digits of every script. */
    private static double decimal(String digits) {
        StringBuilder ascii = new StringBuilder();
        digits.codePoints()
                .forEach(c -> ascii.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return Double.parseDouble(ascii.toString());
    }
}
