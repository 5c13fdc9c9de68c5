package io.reprise.formats.aimock;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.ChatStream;
import io.reprise.formats.Said;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream that aimock sends for a response.
 *
 * @param number part of ids that the response does not have
 * @param size of a piece, in UTF-16 code units
 */
record FixtureStream(Json response, String model, int number, int size) {
    /** aimock's own. */
    static final int CHUNK_SIZE = 20;

    String text() {
        List<Said.ToolCall> calls = new ArrayList<>();
        for (Json call : response.list("toolCalls")) {
            calls.add(new Said.ToolCall(
                    or(call.text("id"), "call_" + number + "_" + (calls.size() + 1)),
                    call.text("name"),
                    spelled(call.get("arguments").orElse(Json.NULL))));
        }
        Said said = new Said(response.get("content").map(FixtureStream::spelled), response.text("reasoning"), calls);
        return new ChatStream(
                        or(response.text("id"), "chatcmpl-fixture-" + number),
                        Math.max(0, Stubs.number(response, "created", 0)),
                        or(response.text("model"), model),
                        response.text("systemFingerprint"),
                        size)
                .text(
                        or(response.text("role"), "assistant"),
                        said,
                        or(response.text("finishReason"), calls.isEmpty() ? "stop" : "tool_calls"));
    }

    private static String or(String text, String usual) {
        return text.isEmpty() ? usual : text;
    }

    /** A text as it is, or the JSON that stands in the place of one. */
    private static String spelled(Json value) {
        return value.equals(Json.NULL) ? "" : value.string().orElseGet(() -> value.write(Layout.COMPACT));
    }
}
