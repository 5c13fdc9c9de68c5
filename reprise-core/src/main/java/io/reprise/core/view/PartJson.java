package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.PartText;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A part as JSON, with the members that docs/control-api.md describes. Long texts are cut, and say how long they are, or end with "…". */
final class PartJson implements MessagePart.Visitor<JsonObjectBuilder> {
    /** In characters; what is longer is read piece by piece. */
    static final int LONGEST = 8_000;

    /** Tables and lists of tools show this many; the text of the part has all. */
    private static final int MOST_ROWS = 500;

    private static final int MOST_TOOLS = 100;

    private final int number;
    private final UnaryOperator<String> words;

    private PartJson(int number, UnaryOperator<String> words) {
        this.number = number;
        this.words = words;
    }

    /** @param words what becomes of a text before it is cut: a part of a credential would not be known for one */
    static Json of(int number, MessagePart part, UnaryOperator<String> words) {
        return part.accept(new PartJson(number, words)).done();
    }

    private JsonObjectBuilder begin(String kind) {
        return new JsonObjectBuilder().with("part", number).with("kind", kind);
    }

    private JsonObjectBuilder text(JsonObjectBuilder object, String name, String text) {
        String safe = words.apply(text);
        return object.with(name, cut(safe, 0, LONGEST)).with("total", safe.length());
    }

    private String brief(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        String safe = words.apply(text);
        return safe.length() <= length ? safe : cut(safe, 0, length) + "…";
    }

    /** At most {@code length} characters from {@code from}, and no half of a pair. */
    static String cut(String text, int from, int length) {
        int end = (int) Math.min(text.length(), (long) from + length);
        boolean isWithinPair = end < text.length() && end > from + 1 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(Math.min(from, end), isWithinPair ? end - 1 : end);
    }

    @Override
    public JsonObjectBuilder text(MessagePart.Text text) {
        return text(begin("text"), "text", text.text());
    }

    @Override
    public JsonObjectBuilder reasoning(MessagePart.Reasoning reasoning) {
        JsonObjectBuilder object = text(begin("reasoning"), "text", reasoning.text());
        boolean isHidden = reasoning.text().isEmpty() && reasoning.encrypted().isPresent();
        return object.with(
                "encrypted",
                isHidden
                        ? new Json.JsonNumber(
                                String.valueOf(reasoning.encrypted().getAsLong()))
                        : Json.NULL);
    }

    @Override
    public JsonObjectBuilder refusal(MessagePart.Refusal refusal) {
        return text(begin("refusal"), "text", refusal.text());
    }

    @Override
    public JsonObjectBuilder toolCall(MessagePart.ToolCall call) {
        JsonObjectBuilder object =
                begin("tool_call").withOrNull("id", call.id()).with("name", call.name());
        return text(object, "arguments", call.arguments())
                .with("is_json", Json.tryParse(call.arguments()).isPresent());
    }

    @Override
    public JsonObjectBuilder toolResult(MessagePart.ToolResult result) {
        JsonObjectBuilder object =
                begin("tool_result").withOrNull("id", result.id()).withOrNull("name", result.name());
        return text(object, "text", result.text()).with("is_error", result.isError());
    }

    @Override
    public JsonObjectBuilder tools(MessagePart.Tools tools) {
        List<Json> shown = tools.tools().stream()
                .limit(MOST_TOOLS)
                .map(tool -> new JsonObjectBuilder()
                        .with("name", brief(tool.name(), 500))
                        .with("description", brief(tool.description(), 1_000))
                        .with("schema", shortened(tool.definition()))
                        .done())
                .toList();
        return begin("tools").with("tools", shown).with("total", tools.tools().size());
    }

    /** The definition, or the beginning of its text where it is long. */
    private Json shortened(Json json) {
        return isLong(json) ? new Json.JsonString(brief(json.write(Layout.INDENTED), LONGEST)) : json;
    }

    private static boolean isLong(Json json) {
        return json.write(Layout.COMPACT).length() > LONGEST;
    }

    @Override
    public JsonObjectBuilder media(MessagePart.Media media) {
        Optional<Bytes> bytes = MediaBytes.of(media);
        String url = media.source() instanceof MessagePart.Source.Link link ? brief(link.url(), 2_000) : "";
        return begin("media")
                .with("media_type", brief(media.type(), 200))
                .with(
                        "bytes",
                        media.bytes().isPresent()
                                ? new Json.JsonNumber(
                                        String.valueOf(media.bytes().getAsLong()))
                                : Json.NULL)
                .with("is_here", bytes.isPresent())
                .withOrNull("url", url)
                .withOrNull(
                        "show",
                        bytes.flatMap(SafeMediaType::of)
                                .map(SafeMediaType::kind)
                                .orElse(""))
                .with("transcript", Json.NULL);
    }

    @Override
    public JsonObjectBuilder numbers(MessagePart.Numbers numbers) {
        return begin("numbers")
                .with("count", numbers.count())
                .with("norm", numbers.norm().map(PartJson::number).orElse(Json.NULL))
                .with("first", numbers.first().stream().map(PartJson::number).toList());
    }

    /** Null for what JSON cannot say, such as infinity. */
    private static Json number(double value) {
        return Double.isFinite(value) ? new Json.JsonNumber(String.valueOf(value)) : Json.NULL;
    }

    @Override
    public JsonObjectBuilder table(MessagePart.Table table) {
        return begin("table")
                .with(
                        "columns",
                        table.columns().stream().map(Json.JsonString::new).toList())
                .with(
                        "rows",
                        table.rows().stream()
                                .limit(MOST_ROWS)
                                .map(row -> new Json.JsonArray(
                                        row.stream().map(this::cell).toList()))
                                .toList())
                .with("total", table.rows().size());
    }

    private Json cell(Json value) {
        return value.string()
                .<Json>map(text -> new Json.JsonString(brief(text, 1_000)))
                .orElse(value);
    }

    @Override
    public JsonObjectBuilder citation(MessagePart.Citation citation) {
        return text(
                begin("citation")
                        .withOrNull("title", brief(citation.title(), 1_000))
                        .withOrNull("url", brief(citation.url(), 2_000)),
                "text",
                citation.text());
    }

    @Override
    public JsonObjectBuilder other(MessagePart.Other other) {
        JsonObjectBuilder object = begin("other").with("where", brief(other.where(), 1_000));
        return isLong(other.json()) ? text(object, "text", PartText.main(other)) : object.with("json", other.json());
    }
}
