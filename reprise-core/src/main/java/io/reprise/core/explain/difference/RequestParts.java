package io.reprise.core.explain.difference;

import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names the tools and list items of a request. */
final class RequestParts {
    private static final int MOST_OF_A_TEXT = 48;
    private static final int MOST_OF_A_TOOL = 3;

    private final RequestWords words;
    private final Sides sides;

    RequestParts(RequestWords words, Sides sides) {
        this.words = words;
        this.sides = sides;
    }

    /** The name of a tool, for people. */
    String tool(Json tool) {
        String kind = tool.get("type").flatMap(Json::string).orElse("without a name");
        return "tool "
                + DisplayText.visible(DisplayText.elided(words.toolName(tool).orElse(kind), 64));
    }

    /** An item of a list; a message is shown with its role and words. */
    String item(String path, Json item) {
        String role = item.get("role").flatMap(Json::string).orElse("");
        StringBuilder text = new StringBuilder();
        item.get("content").or(() -> item.get("parts")).ifPresent(content -> text(content, 4, text));
        String said = text.isEmpty()
                ? ""
                : DisplayText.of(new Json.JsonString(DisplayText.elided(text.toString(), MOST_OF_A_TEXT)));
        if (role.isEmpty()) {
            return path + " (" + DisplayText.of(item) + ")";
        }
        return path + " (" + DisplayText.visible(DisplayText.elided(role, MOST_OF_A_TEXT))
                + (said.isEmpty() ? "" : ", ") + said + ")";
    }

    private static void text(Json content, int depth, StringBuilder text) {
        content.string()
                .ifPresent(string -> text.append(text.isEmpty() ? "" : " ").append(string));
        if (depth > 0 && text.length() <= 4 * MOST_OF_A_TEXT) {
            content.items().forEach(part -> text(part, depth - 1, text));
            content.get("text").ifPresent(part -> text(part, depth - 1, text));
        }
    }

    /** Compares tools by their names; returns false and does nothing if the names are not unique. */
    boolean compareTools(JsonDifferences out, List<Json> recorded, List<Json> asked, int depth) {
        Map<String, Json> before = byName(recorded);
        Map<String, Json> after = byName(asked);
        if (before.size() != recorded.size() || after.size() != asked.size()) {
            return false;
        }
        after.forEach((name, tool) -> {
            Json earlier = before.get(name);
            if (earlier == null) {
                out.add(new Difference(tool(tool), sides.asked(), List.of()));
            } else {
                compareTool(out, earlier, tool);
            }
        });
        before.forEach((name, tool) -> {
            if (!after.containsKey(name)) {
                out.add(new Difference(tool(tool), sides.recorded(), List.of()));
            }
        });
        List<String> kept = before.keySet().stream().filter(after::containsKey).toList();
        List<String> keptNow =
                after.keySet().stream().filter(before::containsKey).toList();
        if (!kept.equals(keptNow)) {
            String order = DisplayText.change(String.join(", ", kept), String.join(", ", keptNow), 80);
            out.add(new Difference("tools", "in another order: " + order, List.of()));
        }
        return true;
    }

    private Map<String, Json> byName(List<Json> tools) {
        Map<String, Json> named = new LinkedHashMap<>();
        for (Json tool : tools) {
            words.toolName(tool).ifPresent(name -> named.put(name, tool));
        }
        return named;
    }

    private void compareTool(JsonDifferences out, Json recorded, Json asked) {
        Json before = recorded.get("function").orElse(recorded);
        Json after = asked.get("function").orElse(asked);
        List<Difference> inner = JsonDifferences.between(before, after, words, sides);
        if (inner.isEmpty() && !recorded.write(Layout.COMPACT).equals(asked.write(Layout.COMPACT))) {
            inner = JsonDifferences.between(recorded, asked, words, sides);
        }
        if (!inner.isEmpty()) {
            List<String> shown = new ArrayList<>(inner.stream()
                    .limit(MOST_OF_A_TOOL)
                    .map(Difference::toString)
                    .toList());
            if (inner.size() > MOST_OF_A_TOOL) {
                shown.add("and " + (inner.size() - MOST_OF_A_TOOL) + " more");
            }
            out.add(new Difference(tool(asked), String.join("; ", shown), List.of()));
        }
    }
}
