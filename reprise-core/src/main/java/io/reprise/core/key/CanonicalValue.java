package io.reprise.core.key;

import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Copies a JSON value with sorted members and canonical numbers, at any depth, without recursion. */
final class CanonicalValue {
    /** An array or object that has been begun, with its copied part. */
    private sealed interface Open {
        record Items(Iterator<Json> rest, List<Json> copied) implements Open {}

        record Members(Iterator<Json.Member> rest, List<Json.Member> copied) implements Open {}
    }

    private final Deque<Open> stack = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private Json done = Json.NULL;

    Json of(Json value) {
        boolean isDone = begin(value);
        while (!stack.isEmpty()) {
            Open open = stack.element();
            if (isDone) {
                add(open);
            }
            isDone = step(open);
        }
        return done;
    }

    private void add(Open open) {
        if (open instanceof Open.Members members) {
            members.copied().add(new Json.Member(names.pop(), done));
        } else if (open instanceof Open.Items items) {
            items.copied().add(done);
        }
    }

    /** Begins the next of {@code open}, or ends it; whether a value is done. */
    private boolean step(Open open) {
        if (open instanceof Open.Members members) {
            if (members.rest().hasNext()) {
                Json.Member next = members.rest().next();
                names.push(next.name());
                return begin(next.value());
            }
            done = new Json.JsonObject(members.copied());
        } else if (open instanceof Open.Items items) {
            if (items.rest().hasNext()) {
                return begin(items.rest().next());
            }
            done = new Json.JsonArray(items.copied());
        }
        stack.pop();
        return true;
    }

    private boolean begin(Json value) {
        if (value instanceof Json.JsonObject object) {
            stack.push(new Open.Members(CanonicalJson.sorted(object.members()).iterator(), new ArrayList<>()));
            return false;
        }
        if (value instanceof Json.JsonArray array) {
            stack.push(new Open.Items(array.items().iterator(), new ArrayList<>()));
            return false;
        }
        done = value instanceof Json.JsonNumber number ? number(number) : value;
        return true;
    }

    private static Json number(Json.JsonNumber number) {
        StringBuilder spelling = new StringBuilder();
        Decimal.of(number.spelling()).write(spelling);
        return new Json.JsonNumber(spelling.toString());
    }
}
