package io.reprise.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes values, and spellings of them, from a seed. */
public final class RandomJson {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "1.0",
        "-12.50",
        "1e400",
        "1E-7",
        "18446744073709551616",
        "0.1000",
        "3.0e+2",
        "9999999999999999999999e-5"
    };
    private static final String[] CHARACTERS = {
        "a", "b", "z", "\"", "\\", "/", "\b", "\f", "\n", "\r", "\t", "\0", "\u001f", "\u007f", "ö", "€", "\u2028",
        "😀", "\ud83d", "\ude00", "\uffff", " "
    };

    private final Random random;

    public RandomJson(long seed) {
        random = new Random(seed);
    }

    public Json value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> Json.NULL;
            case 1 -> random.nextBoolean() ? Json.TRUE : Json.FALSE;
            case 2 -> new Json.JsonNumber(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3, 4 -> new Json.JsonString(text());
            case 5 -> array(depth - 1);
            default -> object(depth - 1);
        };
    }

    private Json array(int depth) {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            items.add(value(depth));
        }
        return new Json.JsonArray(items);
    }

    private Json object(int depth) {
        List<Json.Member> members = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.add(new Json.Member(text(), value(depth)));
        }
        return new Json.JsonObject(members);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    /** Another text of the same value: white space, escapes and number spelling differ, members change places. */
    public String respell(Json value) {
        if (value instanceof Json.JsonString string) {
            return quoted(string.value());
        }
        if (value instanceof Json.JsonNumber number) {
            return space() + respelled(number.spelling()) + space();
        }
        List<String> parts = new ArrayList<>();
        if (value instanceof Json.JsonArray array) {
            array.items().forEach(item -> parts.add(respell(item)));
            return space() + "[" + space() + String.join(",", parts) + "]" + space();
        }
        if (value instanceof Json.JsonObject object) {
            List<Json.Member> members = new ArrayList<>(object.members());
            for (int i = members.size() - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                boolean isFree =
                        members.stream().map(Json.Member::name).distinct().count() == members.size();
                members.set(i, members.set(isFree ? other : i, members.get(i)));
            }
            members.forEach(member -> parts.add(quoted(member.name()) + ":" + respell(member.value())));
            return space() + "{" + space() + String.join(",", parts) + "}" + space();
        }
        return space() + value.write(Layout.COMPACT) + space();
    }

    private String respelled(String number) {
        int mark = Math.max(number.indexOf('e'), number.indexOf('E'));
        String mantissa = mark < 0 ? number : number.substring(0, mark);
        int exponent =
                mark < 0 ? 0 : Integer.parseInt(number.substring(mark + 1).replace("+", ""));
        int zeros = random.nextInt(4);
        String longer = mantissa.contains(".") ? mantissa + "0".repeat(zeros) : mantissa + "." + "0".repeat(zeros + 1);
        return switch (random.nextInt(3)) {
            case 0 -> longer + "e" + exponent;
            case 1 -> longer + "E" + (exponent < 0 ? "-000" : "+000") + Math.abs(exponent);
            default -> number;
        };
    }

    private String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        Json.quote("", quoted);
        quoted.setLength(1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean mustEscape = c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c);
            if (mustEscape || random.nextInt(4) == 0) {
                quoted.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return space() + quoted + '"' + space();
    }

    private String space() {
        return " \t\r\n".substring(0, random.nextInt(5) % 4).repeat(random.nextInt(2));
    }
}
