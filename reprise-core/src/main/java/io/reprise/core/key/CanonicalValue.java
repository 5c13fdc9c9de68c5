package io.reprise.core.key;

import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the members of a JSON value and makes its numbers canonical, at any depth, without recursion. What is canonical
 * already is not copied, because a request may be large.
 */
final class CanonicalValue {
    /** An array or object that has been begun. */
    private static final class Open {
        final Json source;
        final List<?> children;
        int next;

        /** The children before {@code next}, once one of them is another than in {@code source}. */
        @Nullable List<Object> made;

        Open(Json source) {
            this.source = source;
            this.children =
                    source instanceof Json.JsonObject object ? CanonicalJson.sorted(object.members()) : source.items();
            boolean isInOrder = children == source.members() || children == source.items();
            this.made = isInOrder ? null : new ArrayList<>();
        }

        boolean isDone() {
            return next == children.size();
        }

        Json child() {
            Object child = children.get(next);
            return child instanceof Json.Member member ? member.value() : (Json) child;
        }

        /** Takes what has become of the child at {@code next}, and goes on to the one after it. */
        void take(Json result) {
            Object child = children.get(next);
            boolean isSame = result == child();
            if (!isSame && made == null) {
                made = new ArrayList<>(children.subList(0, next));
            }
            if (made != null) {
                boolean isNewMember = child instanceof Json.Member && !isSame;
                made.add(isNewMember ? new Json.Member(((Json.Member) child).name(), result) : isSame ? child : result);
            }
            next++;
        }

        @SuppressWarnings("unchecked")
        Json close() {
            if (made == null) {
                return source;
            }
            return source instanceof Json.JsonObject
                    ? new Json.JsonObject((List<Json.Member>) (List<?>) made)
                    : new Json.JsonArray((List<Json>) (List<?>) made);
        }
    }

    private CanonicalValue() {}

    static Json of(Json value) {
        if (isScalar(value)) {
            return scalar(value);
        }
        Deque<Open> stack = new ArrayDeque<>();
        stack.push(new Open(value));
        while (true) {
            Open open = stack.element();
            if (open.isDone()) {
                stack.pop();
                Json closed = open.close();
                if (stack.isEmpty()) {
                    return closed;
                }
                stack.element().take(closed);
            } else if (isScalar(open.child())) {
                open.take(scalar(open.child()));
            } else {
                stack.push(new Open(open.child()));
            }
        }
    }

    private static boolean isScalar(Json value) {
        return !(value instanceof Json.JsonObject || value instanceof Json.JsonArray);
    }

    private static Json scalar(Json value) {
        if (!(value instanceof Json.JsonNumber number)) {
            return value;
        }
        StringBuilder spelling = new StringBuilder();
        Decimal.of(number.spelling()).write(spelling);
        return number.spelling().contentEquals(spelling) ? value : new Json.JsonNumber(spelling.toString());
    }
}
