package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tools that a request offers to the model. */
public final class OfferedTools {
    private OfferedTools() {}

    /** By their names; one without a name has that of its first member. */
    public static List<MessagePart.Tool> of(ParsedRequest request) {
        RequestWords words = request.family().words();
        List<MessagePart.Tool> tools = new ArrayList<>();
        request.json().orElse(Json.NULL).members().stream()
                .filter(member -> words.isTools(member.name()))
                .flatMap(member -> lists(member.value()).stream())
                .forEach(tool -> add(tool, words, tools));
        return tools;
    }

    private static List<Json> lists(Json value) {
        List<Json> within = value.members().stream()
                .flatMap(member -> member.value().items().stream())
                .toList();
        return value.items().isEmpty() ? within : value.items();
    }

    /** A tool, or a group of functions that each have a name. */
    private static void add(Json tool, RequestWords words, List<MessagePart.Tool> tools) {
        List<Json> group = tool.members().stream()
                .flatMap(member -> member.value().items().stream())
                .filter(item -> !item.text("name").isEmpty())
                .toList();
        if (!group.isEmpty() && tool.text("name").isEmpty()) {
            group.forEach(each -> tools.add(tool(each, Optional.of(each.text("name")))));
        } else {
            tools.add(tool(tool, words.toolName(tool)));
        }
    }

    private static MessagePart.Tool tool(Json tool, Optional<String> name) {
        String named = name.or(
                        () -> tool.members().stream().map(Json.Member::name).findFirst())
                .orElse("");
        String description = tool.text("description");
        return new MessagePart.Tool(
                named, description.isEmpty() ? tool.text("function", "description") : description, tool);
    }
}
