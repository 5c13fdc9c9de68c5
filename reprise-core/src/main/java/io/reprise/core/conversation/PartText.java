package io.reprise.core.conversation;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts that a part has: what is searched, and what is shown where there is no room for more than text. */
public final class PartText implements MessagePart.Visitor<List<String>> {
    private static final PartText ALL = new PartText();

    private PartText() {}

    /** All texts of a part, the longest of them last. */
    public static List<String> of(MessagePart part) {
        return part.accept(ALL);
    }

    /** What a person reads when the part is opened: the text, the arguments, or JSON. */
    public static String main(MessagePart part) {
        List<String> texts = of(part);
        return texts.get(texts.size() - 1);
    }

    @Override
    public List<String> text(MessagePart.Text text) {
        return List.of(text.text());
    }

    @Override
    public List<String> reasoning(MessagePart.Reasoning reasoning) {
        return List.of(reasoning.text());
    }

    @Override
    public List<String> refusal(MessagePart.Refusal refusal) {
        return List.of(refusal.text());
    }

    @Override
    public List<String> toolCall(MessagePart.ToolCall call) {
        return List.of(call.id(), call.name(), call.arguments());
    }

    @Override
    public List<String> toolResult(MessagePart.ToolResult result) {
        return List.of(result.id(), result.name(), result.text());
    }

    @Override
    public List<String> tools(MessagePart.Tools tools) {
        Json all = new Json.JsonArray(
                tools.tools().stream().map(MessagePart.Tool::definition).toList());
        return List.of(all.write(Layout.INDENTED));
    }

    @Override
    public List<String> media(MessagePart.Media media) {
        return media.source() instanceof MessagePart.Source.Link link
                ? List.of(media.type(), link.url())
                : List.of(media.type());
    }

    @Override
    public List<String> numbers(MessagePart.Numbers numbers) {
        return List.of(numbers.first().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    @Override
    public List<String> table(MessagePart.Table table) {
        String rows = table.rows().stream()
                .map(row -> row.stream()
                        .map(cell -> cell.string().orElseGet(() -> cell.write(Layout.COMPACT)))
                        .collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\n"));
        return List.of(String.join("\t", table.columns()) + "\n" + rows);
    }

    @Override
    public List<String> citation(MessagePart.Citation citation) {
        return Stream.of(citation.title(), citation.url(), citation.text()).toList();
    }

    @Override
    public List<String> other(MessagePart.Other other) {
        return List.of(other.where(), other.json().write(Layout.INDENTED));
    }
}
