package io.reprise.core.json;

import io.reprise.core.exchange.Quoted;
import java.util.ArrayList;
import java.util.List;

/** Parses the text of a path. */
final class JsonPathParsing {
    private static final int MAX_INDEX_DIGITS = 9;

    private final String text;
    private int at;

    JsonPathParsing(String text) {
        this.text = text;
    }

    List<JsonPath.Step> steps() {
        if (!text.startsWith("$")) {
            throw wrong("a path begins with '$'");
        }
        at = 1;
        List<JsonPath.Step> steps = new ArrayList<>();
        while (at < text.length()) {
            steps.add(step());
        }
        return steps;
    }

    private JsonPath.Step step() {
        boolean isDeep = text.startsWith("..", at);
        if (isDeep) {
            at += 2;
            return is('[') ? bracket(true) : named(true);
        }
        if (is('[')) {
            return bracket(false);
        }
        if (!is('.')) {
            throw wrong("'.', '..' or '[' must follow");
        }
        at++;
        return named(false);
    }

    private JsonPath.Step named(boolean isDeep) {
        if (is('*')) {
            at++;
            return new JsonPath.Any(isDeep);
        }
        int start = at;
        while (at < text.length() && isNameChar(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong("a name or '*' must follow (a name with other characters than letters, digits, '_', '-' and '$'"
                    + " is written ['in quotes'])");
        }
        return new JsonPath.Name(text.substring(start, at), isDeep);
    }

    private static boolean isNameChar(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_' || c == '-' || c == '$';
    }

    private JsonPath.Step bracket(boolean isDeep) {
        at++;
        JsonPath.Step step;
        if (is('*')) {
            at++;
            step = new JsonPath.Any(isDeep);
        } else if (is('\'') || is('"')) {
            step = new JsonPath.Name(quoted(), isDeep);
        } else {
            step = new JsonPath.Index(index(), isDeep);
        }
        if (!is(']')) {
            throw wrong("']' must follow");
        }
        at++;
        return step;
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder name = new StringBuilder();
        while (!is(quote)) {
            if (is('\\')) {
                at++;
            }
            if (at >= text.length()) {
                throw wrong("the name does not end");
            }
            name.append(text.charAt(at++));
        }
        at++;
        return name.toString();
    }

    private int index() {
        int start = at;
        if (is('-')) {
            at++;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == digits || at - digits > MAX_INDEX_DIGITS) {
            at = start;
            throw wrong("a number, '*' or a name in quotes must follow");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(Quoted.of(text) + " is not a path: " + rule + ", at character " + (at + 1));
    }
}
