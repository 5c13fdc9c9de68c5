package io.reprise.formats.mitmproxy;

import io.reprise.core.exchange.Bytes;
import io.reprise.formats.DocumentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads typed netstrings (tnetstrings.info) in mitmproxy's dialect: a length in decimal digits, a colon, so many bytes, and a letter for their type. {@code ;}
 * is a text in UTF-8, {@code ,} are bytes.
 */
final class Tnetstring {
    private static final int MOST_DIGITS = 9;
    private static final int DEEPEST = 100;
    private static final Pattern BEGINNING = Pattern.compile("[0-9]{1,9}:[0-9]{1,2}:[a-z_0-9]+[,;]");
    private static final int LONGEST_BEGINNING = 120;

    private final Bytes bytes;
    private int at;

    Tnetstring(Bytes bytes) {
        this.bytes = bytes;
    }

    /** Whether these bytes begin as a dictionary does: with its length, and the name of a member. */
    static boolean begins(Bytes bytes) {
        return BEGINNING
                .matcher(bytes.latin1(0, Math.min(bytes.size(), LONGEST_BEGINNING)))
                .lookingAt();
    }

    boolean isAtEnd() {
        return at >= bytes.size();
    }

    /** @throws DocumentException if there is none, with the place */
    Value next() {
        return next(bytes.size(), 0);
    }

    private Value next(int end, int depth) {
        int begin = at;
        int length = length(end);
        int from = at;
        if (length > end - from - 1) {
            throw wrong(begin, "it ends in the middle of a value");
        }
        if (depth > DEEPEST) {
            throw wrong(begin, "it has more than " + DEEPEST + " levels");
        }
        int to = from + length;
        char type = (char) bytes.at(to);
        Value value = switch (type) {
            case ',', ';' -> new Value.Text(bytes.slice(from, to));
            case '#', '^' -> new Value.Numeric(number(begin, bytes.latin1(from, to)));
            case '!' -> new Value.Bool(bytes.latin1(from, to).equals("true"));
            case '~' -> Value.NONE;
            case ']' -> items(to, depth);
            case '}' -> members(to, depth);
            default -> throw wrong(begin, "a value has no known type");
        };
        at = to + 1;
        return value;
    }

    private int length(int end) {
        int begin = at;
        while (at < end && isDigit(bytes.at(at)) && at - begin < MOST_DIGITS) {
            at++;
        }
        if (at == begin || at >= end || bytes.at(at) != ':') {
            throw wrong(begin, at >= end ? "it ends in the middle of a value" : "a value has no length");
        }
        int length = Integer.parseInt(bytes.latin1(begin, at));
        at++;
        return length;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static double number(int begin, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException none) {
            throw wrong(begin, "a number is none");
        }
    }

    private Value items(int end, int depth) {
        List<Value> items = new ArrayList<>();
        while (at < end) {
            items.add(next(end, depth + 1));
        }
        return new Value.Items(items);
    }

    private Value members(int end, int depth) {
        Map<String, Value> members = new LinkedHashMap<>();
        while (at < end) {
            int begin = at;
            String name = next(end, depth + 1).text();
            if (at >= end) {
                throw wrong(begin, "a member has no value");
            }
            members.put(name, next(end, depth + 1));
        }
        return new Value.Members(members);
    }

    private static DocumentException wrong(int at, String what) {
        return new DocumentException("byte " + at + ": " + what);
    }
}
