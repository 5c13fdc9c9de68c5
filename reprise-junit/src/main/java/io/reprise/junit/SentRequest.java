package io.reprise.junit;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that the code under test has sent.
 *
 * @param outcome what became of it: {@code replayed}, {@code recorded}, {@code joined}, {@code forwarded}, {@code faulted}, {@code missed},
 *     {@code refused}, {@code failed} or {@code client-left}
 * @param model empty if it names none
 * @param status of the answer; 0 if there was none
 * @param messages what was said to the model, in order
 * @param tools the names of the tools that were offered
 * @param body as JSON or text; empty for none
 * @param location of the recording that answered it, or that was made; empty for none
 */
public record SentRequest(
        String outcome,
        String method,
        String path,
        String model,
        int status,
        List<Message> messages,
        List<String> tools,
        String body,
        String location) {
    /** @param toolCalls such as {@code get_weather({"city":"Paris"})} */
    public record Message(String role, String text, List<String> toolCalls) {
        public Message {
            toolCalls = List.copyOf(toolCalls);
        }

        @Override
        public String toString() {
            return role + ": " + text + (toolCalls.isEmpty() ? "" : " " + toolCalls);
        }
    }

    public SentRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    static SentRequest of(Json row) {
        Json body = row.get("body").orElse(Json.NULL);
        return new SentRequest(
                row.text("outcome"),
                row.text("method"),
                row.text("path"),
                row.text("model"),
                RunOutcome.number(row, "status"),
                row.list("messages").stream().map(SentRequest::message).toList(),
                row.list("tools").stream()
                        .flatMap(tool -> tool.string().stream())
                        .toList(),
                body.equals(Json.NULL) ? "" : body.string().orElseGet(() -> body.write(Layout.COMPACT)),
                row.text("location"));
    }

    private static Message message(Json message) {
        return new Message(
                message.text("role"),
                message.text("text"),
                message.list("tool_calls").stream()
                        .map(call -> call.text("name") + "(" + call.text("arguments") + ")")
                        .toList());
    }

    /** The text of the last message of the user; empty if there is none. */
    public String lastUserMessage() {
        return messages.stream()
                .filter(message -> message.role().equals("user"))
                .reduce((first, second) -> second)
                .map(Message::text)
                .orElse("");
    }

    /** For failures: a line. */
    @Override
    public String toString() {
        String said = lastUserMessage();
        return outcome + " " + method + " " + path + (model.isEmpty() ? "" : " model=" + model)
                + (said.isEmpty() ? "" : " \"" + shortened(said) + "\"")
                + (tools.isEmpty() ? "" : tools.stream().collect(Collectors.joining(", ", " tools=[", "]")));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }
}
