package io.reprise.core.compare;

import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A call of a tool that only one answer has, or that has other arguments.
 *
 * @param what {@code added}, {@code removed} or {@code changed}
 */
public record ToolDifference(String name, String what, List<Hunk> hunks) {
    public ToolDifference {
        hunks = List.copyOf(hunks);
    }

    /** Calls of one tool are compared in their order; ids are new in each answer. */
    static List<ToolDifference> between(List<ToolCall> a, List<ToolCall> b, UnaryOperator<String> words) {
        Map<String, List<ToolCall>> left = byName(b);
        List<ToolDifference> found = new ArrayList<>();
        for (ToolCall call : a) {
            List<ToolCall> same = left.getOrDefault(call.name(), List.of());
            if (same.isEmpty()) {
                found.add(one(call, "removed", words));
            } else {
                String before = words.apply(readable(call.arguments()));
                String after = words.apply(readable(same.remove(0).arguments()));
                if (!before.equals(after)) {
                    found.add(new ToolDifference(
                            words.apply(call.name()),
                            "changed",
                            List.of(TextComparison.of("arguments", before, after))));
                }
            }
        }
        left.values().forEach(calls -> calls.forEach(call -> found.add(one(call, "added", words))));
        return found;
    }

    private static ToolDifference one(ToolCall call, String what, UnaryOperator<String> words) {
        String arguments = words.apply(readable(call.arguments()));
        boolean isAdded = what.equals("added");
        return new ToolDifference(
                words.apply(call.name()),
                what,
                List.of(TextComparison.of("arguments", isAdded ? "" : arguments, isAdded ? arguments : "")));
    }

    private static Map<String, List<ToolCall>> byName(List<ToolCall> calls) {
        Map<String, List<ToolCall>> names = new LinkedHashMap<>();
        calls.forEach(call ->
                names.computeIfAbsent(call.name(), first -> new ArrayList<>()).add(call));
        return names;
    }

    /** White space of JSON is no difference. */
    private static String readable(String arguments) {
        return Json.tryParse(arguments).map(json -> json.write(Layout.INDENTED)).orElse(arguments);
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .with("name", name)
                .with("what", what)
                .with("hunks", hunks.stream().map(Hunk::toJson).toList())
                .done();
    }
}
