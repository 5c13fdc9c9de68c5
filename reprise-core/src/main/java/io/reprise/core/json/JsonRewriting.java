package io.reprise.core.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Copies a value with changes, without recursion. Unchanged parts are not copied. */
final class JsonRewriting {
    /** An array or object whose members or items are being visited. */
    private static final class Open {
        final Json value;
        final List<?> children;
        final long state;
        int next;

        /** What replaces the children before {@code next}, once one of them has changed. */
        @Nullable List<Object> changed;

        Open(Json value, long state) {
            this.value = value;
            this.children = value instanceof Json.JsonObject object ? object.members() : value.items();
            this.state = state;
        }

        Json child() {
            Object child = children.get(next);
            return child instanceof Json.Member member ? member.value() : (Json) child;
        }

        /** Takes what has become of the child at {@code next}, and goes on to the one after it. */
        void take(Optional<Json> result) {
            Object child = children.get(next);
            boolean isSame = result.isPresent() && result.get() == child();
            if (!isSame && changed == null) {
                changed = new ArrayList<>(children.subList(0, next));
            }
            if (changed != null && result.isPresent()) {
                boolean isMember = child instanceof Json.Member;
                changed.add(isMember ? new Json.Member(((Json.Member) child).name(), result.get()) : result.get());
            }
            next++;
        }

        @SuppressWarnings("unchecked")
        Json close() {
            if (changed == null) {
                return value;
            }
            return value instanceof Json.JsonObject
                    ? new Json.JsonObject((List<Json.Member>) (List<?>) changed)
                    : new Json.JsonArray((List<Json>) (List<?>) changed);
        }
    }

    private JsonRewriting() {}

    static Optional<Json> rewrite(Json root, Selection selection, Function<Json, Optional<Json>> change) {
        if (selection.isSelected(selection.root(), root)) {
            return change.apply(root);
        }
        Deque<Open> stack = new ArrayDeque<>();
        stack.push(new Open(root, selection.root()));
        while (true) {
            Open open = stack.element();
            if (open.next == open.children.size()) {
                stack.pop();
                Json closed = open.close();
                if (stack.isEmpty()) {
                    return Optional.of(closed);
                }
                stack.element().take(Optional.of(closed));
                continue;
            }
            Json child = open.child();
            long state = state(open, selection);
            if (selection.isSelected(state, child)) {
                open.take(change.apply(child));
            } else if (selection.mayDescend(state)) {
                stack.push(new Open(child, state));
            } else {
                open.take(Optional.of(child));
            }
        }
    }

    private static long state(Open open, Selection selection) {
        return open.children.get(open.next) instanceof Json.Member member
                ? selection.member(open.state, member.name())
                : selection.item(open.state, open.next, open.children.size());
    }
}
