package io.reprise.formats.aimock;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks of a chat that aimock sends for a response: role, text and tool calls in pieces, and why it ended.
 *
 * @param number part of ids that the response does not have
 * @param size of a piece, in UTF-16 code units
 */
record FixtureStream(Json response, String model, int number, int size) {
    /** aimock's own. */
    static final int CHUNK_SIZE = 20;

    String text() {
        List<Json> calls = response.list("toolCalls");
        List<Json> deltas = new ArrayList<>();
        pieces(response.text("reasoning"))
                .forEach(piece -> deltas.add(
                        new JsonObjectBuilder().with("reasoning_content", piece).done()));
        String content = spelled(response.get("content").orElse(Json.NULL));
        deltas.add(new JsonObjectBuilder()
                .with("role", response.text("role").isEmpty() ? "assistant" : response.text("role"))
                .with("content", response.get("content").isPresent() ? new Json.JsonString("") : Json.NULL)
                .done());
        pieces(content)
                .forEach(piece -> deltas.add(
                        new JsonObjectBuilder().with("content", piece).done()));
        for (int i = 0; i < calls.size(); i++) {
            deltas.addAll(call(calls.get(i), i));
        }
        StringBuilder text = new StringBuilder();
        deltas.forEach(delta -> text.append(event(delta, Json.NULL)));
        String reason = response.text("finishReason").isEmpty()
                ? (calls.isEmpty() ? "stop" : "tool_calls")
                : response.text("finishReason");
        return text.append(event(new JsonObjectBuilder().done(), new Json.JsonString(reason)))
                .append("data: [DONE]\n\n")
                .toString();
    }

    private List<Json> call(Json call, int index) {
        String id = call.text("id").isEmpty() ? "call_" + number + "_" + (index + 1) : call.text("id");
        List<Json> deltas = new ArrayList<>();
        deltas.add(toolCall(new JsonObjectBuilder()
                .with("index", (long) index)
                .with("id", id)
                .with("type", "function")
                .with(
                        "function",
                        new JsonObjectBuilder()
                                .with("name", call.text("name"))
                                .with("arguments", "")
                                .done())
                .done()));
        pieces(spelled(call.get("arguments").orElse(Json.NULL)))
                .forEach(piece -> deltas.add(toolCall(new JsonObjectBuilder()
                        .with("index", (long) index)
                        .with(
                                "function",
                                new JsonObjectBuilder().with("arguments", piece).done())
                        .done())));
        return deltas;
    }

    private static Json toolCall(Json call) {
        return new JsonObjectBuilder().with("tool_calls", List.of(call)).done();
    }

    /** A text as it is, or the JSON that stands in the place of one. */
    private static String spelled(Json value) {
        return value.equals(Json.NULL) ? "" : value.string().orElseGet(() -> value.write(Layout.COMPACT));
    }

    private List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += size) {
            pieces.add(text.substring(from, Math.min(text.length(), from + size)));
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
        JsonObjectBuilder chunk = new JsonObjectBuilder()
                .with("id", response.text("id").isEmpty() ? "chatcmpl-fixture-" + number : response.text("id"))
                .with("object", "chat.completion.chunk")
                .with("created", (long) Math.max(0, Stubs.number(response, "created", 0)))
                .with("model", response.text("model").isEmpty() ? model : response.text("model"))
                .with("choices", List.of(choice));
        if (!response.text("systemFingerprint").isEmpty()) {
            chunk.with("system_fingerprint", response.text("systemFingerprint"));
        }
        return "data: " + chunk.done().write(Layout.COMPACT) + "\n\n";
    }
}
