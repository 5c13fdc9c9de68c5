package io.reprise.core.key;

import io.reprise.core.json.Json;
import io.reprise.core.json.Json.JsonArray;
import io.reprise.core.json.Json.JsonNumber;
import io.reprise.core.json.Json.JsonObject;
import io.reprise.core.json.Json.JsonString;
import io.reprise.core.json.Json.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Changes one place of a JSON value so little that a careless key overlooks it. Some changes leave the value the same. */
final class NearMiss {
    private final Random random;

    NearMiss(long seed) {
        random = new Random(seed);
    }

    Json of(Json value) {
        boolean isInside = random.nextInt(4) > 0;
        if (value instanceof JsonArray array) {
            List<Json> items = new ArrayList<>(array.items());
            if (isInside && !items.isEmpty()) {
                items.replaceAll(atRandom(items.size(), this::of));
                return new JsonArray(items);
            }
            return array(items);
        }
        if (value instanceof JsonObject object) {
            List<Member> members = new ArrayList<>(object.members());
            if (isInside && !members.isEmpty()) {
                members.replaceAll(atRandom(members.size(), member -> new Member(member.name(), of(member.value()))));
                return new JsonObject(members);
            }
            return object(members);
        }
        if (value instanceof JsonNumber number) {
            return number(number.spelling());
        }
        return value instanceof JsonString string ? string(string.value()) : literal(value);
    }

    private <T> UnaryOperator<T> atRandom(int size, UnaryOperator<T> change) {
        int[] left = {random.nextInt(size)};
        return item -> left[0]-- == 0 ? change.apply(item) : item;
    }

    private Json array(List<Json> items) {
        switch (random.nextInt(5)) {
            case 0 -> items.add(Json.NULL);
            case 1 -> Collections.shuffle(items, random);
            case 2 -> {
                return new JsonArray(List.of(new JsonArray(items)));
            }
            case 3 -> {
                if (items.isEmpty()) {
                    return new JsonObject(List.of());
                }
                items.remove(items.size() - 1);
            }
            default -> {
                if (!items.isEmpty()) {
                    items.add(items.get(random.nextInt(items.size())));
                }
            }
        }
        return new JsonArray(items);
    }

    private Json object(List<Member> members) {
        if (members.isEmpty()) {
            return random.nextBoolean() ? new JsonArray(List.of()) : new JsonObject(List.of(new Member("", Json.NULL)));
        }
        int at = random.nextInt(members.size());
        Member member = members.get(at);
        switch (random.nextInt(6)) {
            case 0 -> members.remove(at);
            case 1 -> members.add(new Member("a", Json.NULL));
            case 2 -> Collections.shuffle(members, random);
            case 3 -> members.add(random.nextInt(members.size() + 1), member);
            case 4 -> members.set(at, new Member(text(member.name()), member.value()));
            default -> {
                int other = random.nextInt(members.size());
                members.set(at, new Member(member.name(), members.get(other).value()));
                members.set(other, new Member(members.get(other).name(), member.value()));
            }
        }
        return new JsonObject(members);
    }

    private Json number(String spelling) {
        int mark = Math.max(spelling.indexOf('e'), spelling.indexOf('E'));
        String mantissa = mark < 0 ? spelling : spelling.substring(0, mark);
        String exponent = mark < 0 ? "" : spelling.substring(mark);
        String point = mantissa.contains(".") ? "" : ".";
        return switch (random.nextInt(7)) {
            case 0 -> new JsonNumber(mantissa + point + "0".repeat(1 + random.nextInt(30)) + "1" + exponent);
            case 1 -> new JsonNumber(mantissa + point + "0".repeat(1 + random.nextInt(30)) + exponent);
            case 2 -> new JsonNumber(mantissa + (exponent.isEmpty() ? "e1" : exponent + "0"));
            case 3 -> new JsonNumber(mantissa + (exponent.isEmpty() ? "E-0" : exponent));
            case 4 -> new JsonNumber(spelling.startsWith("-") ? spelling.substring(1) : "-" + spelling);
            case 5 -> new JsonNumber(mantissa + point + (1 + random.nextInt(9)) + exponent);
            default -> new JsonString(spelling);
        };
    }

    private Json string(String text) {
        if (random.nextInt(8) == 0) {
            return text.isEmpty() ? Json.NULL : new JsonArray(List.of(new JsonString(text)));
        }
        return new JsonString(text(text));
    }

    private String text(String text) {
        int at = random.nextInt(text.length() + 1);
        return switch (random.nextInt(6)) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> text.replace("ö", "o\u0308");
            case 2 -> text.isEmpty() ? " " : text.substring(1);
            case 3 -> new StringBuilder(text).reverse().toString();
            case 4 -> text.substring(0, at) + "\u0000" + text.substring(at);
            default -> text.substring(0, at) + " " + text.substring(at);
        };
    }

    private Json literal(Json value) {
        List<Json> others = List.of(
                Json.NULL, Json.TRUE, Json.FALSE, new JsonNumber("0"), new JsonString(""), new JsonString("null"));
        Json other = others.get(random.nextInt(others.size()));
        return other.equals(value) ? new JsonArray(List.of(value)) : other;
    }
}
