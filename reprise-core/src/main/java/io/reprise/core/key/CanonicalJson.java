package io.reprise.core.key;

import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Writes equal JSON values as equal texts and different ones as different texts; docs/key.md specifies it. */
final class CanonicalJson {
    private static final Comparator<Json.Member> BY_NAME = Comparator.comparing(Json.Member::name);

    /** An array or object that has been begun. */
    private record Open(Iterator<?> rest, char end) {}

    private CanonicalJson() {}

    /** Appends the canonical text of {@code value}, at any depth without recursion. */
    static void write(Json value, StringBuilder out) {
        Deque<Open> stack = new ArrayDeque<>();
        begin(value, out, stack);
        boolean isFirst = true;
        while (!stack.isEmpty()) {
            Open open = stack.element();
            if (!open.rest.hasNext()) {
                stack.pop();
                out.append(open.end);
                isFirst = false;
                continue;
            }
            if (!isFirst) {
                out.append(',');
            }
            Object next = open.rest.next();
            Json inner;
            if (next instanceof Json.Member member) {
                Json.quote(member.name(), out);
                out.append(':');
                inner = member.value();
            } else {
                inner = (Json) next;
            }
            isFirst = begin(inner, out, stack);
        }
    }

    /** Whether what follows is the first of its array or object. */
    private static boolean begin(Json value, StringBuilder out, Deque<Open> stack) {
        if (value instanceof Json.JsonObject object) {
            out.append('{');
            stack.push(new Open(sorted(object.members()).iterator(), '}'));
            return true;
        }
        if (value instanceof Json.JsonArray array) {
            out.append('[');
            stack.push(new Open(array.items().iterator(), ']'));
            return true;
        }
        if (value instanceof Json.JsonString string) {
            Json.quote(string.value(), out);
        } else if (value instanceof Json.JsonNumber number) {
            Decimal.of(number.spelling()).write(out);
        } else if (value instanceof Json.JsonBoolean bool) {
            out.append(bool.value());
        } else {
            out.append("null");
        }
        return false;
    }

    /** By UTF-16 code units (RFC 8785, 3.2.3); members of the same name stay in their order. */
    private static List<Json.Member> sorted(List<Json.Member> members) {
        if (members.size() < 2) {
            return members;
        }
        List<Json.Member> sorted = new ArrayList<>(members);
        sorted.sort(BY_NAME);
        return sorted;
    }
}
