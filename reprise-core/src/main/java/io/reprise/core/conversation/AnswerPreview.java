package io.reprise.core.conversation;

import io.reprise.core.exchange.Quoted;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The beginning of an answer in one line. */
public final class AnswerPreview {
    private static final int MOST_CHARACTERS = 60;

    private AnswerPreview() {}

    /**
     * At most 60 characters: the first text, or else the calls of tools, or what else the answer consists of. Reasoning counts only where
     * there is nothing else. Empty for no messages.
     */
    public static String of(List<ChatMessage> messages) {
        List<MessagePart> parts =
                messages.stream().flatMap(message -> message.parts().stream()).toList();
        First first = new First();
        String text = joined(parts, part -> part.accept(first));
        return shortened(text.isEmpty() ? joined(parts, AnswerPreview::reason) : text);
    }

    private static String joined(List<MessagePart> parts, Function<MessagePart, String> shown) {
        return parts.stream()
                .map(part -> shown.apply(part).strip())
                .filter(text -> !text.isEmpty())
                .limit(MOST_CHARACTERS)
                .collect(Collectors.joining(" "));
    }

    private static String reason(MessagePart part) {
        return part instanceof MessagePart.Reasoning reasoning ? reasoning.text() : "";
    }

    private static String shortened(String text) {
        String begin = Quoted.beginning(text, 4 * MOST_CHARACTERS);
        String line = begin.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.length() <= MOST_CHARACTERS && begin.length() == text.length()) {
            return line;
        }
        return Quoted.beginning(line, MOST_CHARACTERS - 1).stripTrailing() + "…";
    }

    private static final class First implements MessagePart.Visitor<String> {
        @Override
        public String text(MessagePart.Text text) {
            return text.text();
        }

        @Override
        public String reasoning(MessagePart.Reasoning reasoning) {
            return "";
        }

        @Override
        public String toolCall(MessagePart.ToolCall call) {
            return "calls " + call.name();
        }

        @Override
        public String toolResult(MessagePart.ToolResult result) {
            return result.name();
        }

        @Override
        public String refusal(MessagePart.Refusal refusal) {
            return refusal.text();
        }

        @Override
        public String tools(MessagePart.Tools tools) {
            return "";
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
            return "";
        }

        @Override
        public String other(MessagePart.Other other) {
            return "";
        }

        @Override
        public String media(MessagePart.Media media) {
            return "(" + media.type() + ")";
        }
    }
}
