package io.reprise.formats;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream of a chat completion: role, text and tool calls in pieces, and why it ended.
 *
 * @param created in seconds since 1970
 * @param fingerprint of the system; empty if there is none
 * @param size of a piece, in UTF-16 code units
 */
public record ChatStream(String id, long created, String model, String fingerprint, int size) {
    /** The body of the answer. */
    public String text(String role, Said said, String finishReason) {
        List<Json> deltas = new ArrayList<>();
        pieces(said.reasoning()).forEach(piece -> deltas.add(delta("reasoning_content", piece)));
        deltas.add(new JsonObjectBuilder()
                .with("role", role)
                .with("content", said.content().isPresent() ? new Json.JsonString("") : Json.NULL)
                .done());
        pieces(said.content().orElse("")).forEach(piece -> deltas.add(delta("content", piece)));
        for (int i = 0; i < said.calls().size(); i++) {
            deltas.addAll(call(said.calls().get(i), i));
        }
        StringBuilder text = new StringBuilder();
        deltas.forEach(delta -> text.append(event(delta, Json.NULL)));
        return text.append(event(new JsonObjectBuilder().done(), new Json.JsonString(finishReason)))
                .append("data: [DONE]\n\n")
                .toString();
    }

    private static Json delta(String name, String piece) {
        return new JsonObjectBuilder().with(name, piece).done();
    }

    private List<Json> call(Said.ToolCall call, int index) {
        List<Json> deltas = new ArrayList<>();
        deltas.add(toolCall(new JsonObjectBuilder()
                .with("index", (long) index)
                .with("id", call.id())
                .with("type", "function")
                .with(
                        "function",
                        new JsonObjectBuilder()
                                .with("name", call.name())
                                .with("arguments", "")
                                .done())
                .done()));
        pieces(call.arguments())
                .forEach(piece -> deltas.add(toolCall(new JsonObjectBuilder()
                        .with("index", (long) index)
                        .with("function", delta("arguments", piece))
                        .done())));
        return deltas;
    }

    private static Json toolCall(Json call) {
        return new JsonObjectBuilder().with("tool_calls", List.of(call)).done();
    }

    private List<String> pieces(String text) {
        return pieces(text, size);
    }

    /**
     * A text in pieces, each of which is a text of Unicode.
     *
     * @param size in UTF-16 code units; a piece that would end within a character has one more
     */
    public static List<String> pieces(String text, int size) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0, to; from < text.length(); from = to) {
            to = Math.min(text.length(), from + size);
            boolean isWithin = to < text.length()
                    && Character.isHighSurrogate(text.charAt(to - 1))
                    && Character.isLowSurrogate(text.charAt(to));
            to += isWithin ? 1 : 0;
            pieces.add(text.substring(from, to));
        }
        return pieces;
    }

    private String event(Json delta, Json reason) {
        Json choice = new JsonObjectBuilder()
                .with("index", 0L)
                .with("delta", delta)
                .with("logprobs", Json.NULL)
                .with("finish_reason", reason)
                .done();
        Json chunk = new JsonObjectBuilder()
                .with("id", id)
                .with("object", "chat.completion.chunk")
                .with("created", created)
                .with("model", model)
                .with("choices", List.of(choice))
                .withUnlessEmpty("system_fingerprint", fingerprint)
                .done();
        return "data: " + chunk.write(Layout.COMPACT) + "\n\n";
    }
}
