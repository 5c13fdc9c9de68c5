package io.reprise.core.redact;

import io.reprise.core.json.Json;
import io.reprise.core.json.Json.JsonArray;
import io.reprise.core.json.Json.JsonObject;
import io.reprise.core.json.Json.JsonString;
import io.reprise.core.json.Json.Member;
import io.reprise.core.json.Layout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** Masks the names and the scalars of a JSON value one by one. Depth is not limited. */
final class MaskedJson {
    /** An object or array of which a part has been masked. */
    private static final class Frame {
        private final List<Member> members;
        private final List<Json> items;
        private final boolean isObject;
        private final List<Json> done = new ArrayList<>();

        Frame(Json source) {
            this.members = source.members();
            this.items = source.items();
            this.isObject = source instanceof JsonObject;
        }

        boolean isDone() {
            return done.size() == (isObject ? members.size() : items.size());
        }

        Json next() {
            return isObject ? members.get(done.size()).value() : items.get(done.size());
        }

        Json masked(UnaryOperator<String> mask) {
            if (!isObject) {
                return new JsonArray(done);
            }
            List<Member> masked = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                masked.add(new Member(mask.apply(members.get(i).name()), done.get(i)));
            }
            return new JsonObject(masked);
        }
    }

    private MaskedJson() {}

    static Json of(Json value, UnaryOperator<String> mask) {
        if (isScalar(value)) {
            return scalar(value, mask);
        }
        Deque<Frame> open = new ArrayDeque<>(List.of(new Frame(value)));
        while (true) {
            Frame frame = open.element();
            if (!frame.isDone()) {
                Json next = frame.next();
                if (isScalar(next)) {
                    frame.done.add(scalar(next, mask));
                } else {
                    open.push(new Frame(next));
                }
                continue;
            }
            Json masked = open.pop().masked(mask);
            if (open.isEmpty()) {
                return masked;
            }
            open.element().done.add(masked);
        }
    }

    private static boolean isScalar(Json value) {
        return !(value instanceof JsonObject || value instanceof JsonArray);
    }

    private static Json scalar(Json scalar, UnaryOperator<String> mask) {
        String text = scalar instanceof JsonString string ? string.value() : scalar.write(Layout.COMPACT);
        String masked = mask.apply(text);
        return masked.equals(text) ? scalar : new JsonString(masked);
    }
}
