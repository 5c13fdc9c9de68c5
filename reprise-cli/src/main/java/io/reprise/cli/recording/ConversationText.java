package io.reprise.cli.recording;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Messages as lines for people: a role, and below it what was said. */
final class ConversationText {
    private static final String INDENT = "  ";

    private ConversationText() {}

    static List<String> lines(List<ChatMessage> messages) {
        List<String> lines = new ArrayList<>();
        for (ChatMessage message : messages) {
            lines.add("[" + message.role() + "]");
            for (MessagePart part : message.parts()) {
                part.accept(new Shown()).lines().forEach(line -> lines.add(INDENT + line));
            }
        }
        return lines;
    }

    /** What is shown of each kind of part. */
    private static final class Shown implements MessagePart.Visitor<String> {
        @Override
        public String text(MessagePart.Text text) {
            return DisplayedJson.text(text.text());
        }

        @Override
        public String reasoning(MessagePart.Reasoning reasoning) {
            return "(reasoning) " + DisplayedJson.text(reasoning.text());
        }

        @Override
        public String toolCall(MessagePart.ToolCall call) {
            return "calls " + call.name() + "(" + DisplayedJson.text(call.arguments()) + ")";
        }

        @Override
        public String toolResult(MessagePart.ToolResult result) {
            String name = result.name().isEmpty() ? "the tool" : result.name();
            return name + " returned: " + DisplayedJson.text(result.text());
        }

        @Override
        public String refusal(MessagePart.Refusal refusal) {
            return "(refusal) " + DisplayedJson.text(refusal.text());
        }

        @Override
        public String tools(MessagePart.Tools tools) {
            return "(tools) "
                    + tools.tools().stream().map(MessagePart.Tool::name).collect(Collectors.joining(", "));
        }

        @Override
        public String numbers(MessagePart.Numbers numbers) {
            return "(embedding of " + numbers.count() + " numbers)";
        }

        @Override
        public String table(MessagePart.Table table) {
            return "(table of " + table.rows().size() + " rows)";
        }

        @Override
        public String citation(MessagePart.Citation citation) {
            return "(source) " + citation.title() + " " + citation.url();
        }

        @Override
        public String other(MessagePart.Other other) {
            return other.where() + ": " + DisplayedJson.of(other.json());
        }

        @Override
        public String media(MessagePart.Media media) {
            String size = media.bytes().isPresent()
                    ? ", " + media.bytes().getAsLong() + (media.bytes().getAsLong() == 1 ? " byte" : " bytes")
                    : "";
            return "(" + media.type() + size + ")";
        }
    }
}
