package io.reprise.server.mcp.recording;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.PartText;
import java.util.List;
import java.util.stream.Collectors;

/** Messages as Markdown: a heading for each, and for each part that is not plain text. */
final class MessageWords implements MessagePart.Visitor<String> {
    private static final MessageWords PARTS = new MessageWords();

    private MessageWords() {}

    static String of(List<ChatMessage> messages) {
        return messages.stream().map(MessageWords::of).collect(Collectors.joining("\n"));
    }

    private static String of(ChatMessage message) {
        ChatMessage.Facts facts = message.facts();
        StringBuilder text = new StringBuilder("## ").append(message.role());
        if (facts.choice().isPresent()) {
            text.append(", choice ").append(facts.choice().getAsInt());
        }
        if (!facts.name().isEmpty()) {
            text.append(", name ").append(facts.name());
        }
        if (!facts.finishReason().isEmpty()) {
            text.append(", finish reason ").append(facts.finishReason());
        }
        text.append('\n');
        message.parts().forEach(part -> text.append(part.accept(PARTS)).append('\n'));
        return text.toString();
    }

    private static String headed(String heading, MessagePart part) {
        String words = PartText.main(part);
        return "### " + heading + (words.isEmpty() ? "" : "\n" + words);
    }

    @Override
    public String text(MessagePart.Text text) {
        return text.text();
    }

    @Override
    public String reasoning(MessagePart.Reasoning reasoning) {
        String encrypted = reasoning.encrypted().isPresent()
                ? " (encrypted, " + reasoning.encrypted().getAsLong() + " characters)"
                : "";
        return headed("reasoning" + encrypted, reasoning);
    }

    @Override
    public String refusal(MessagePart.Refusal refusal) {
        return headed("refusal", refusal);
    }

    @Override
    public String toolCall(MessagePart.ToolCall call) {
        return headed("tool call " + call.name() + (call.id().isEmpty() ? "" : " " + call.id()), call);
    }

    @Override
    public String toolResult(MessagePart.ToolResult result) {
        String which = result.id().isEmpty() ? result.name() : result.id();
        return headed("tool result " + which + (result.isError() ? " (error)" : ""), result);
    }

    @Override
    public String tools(MessagePart.Tools tools) {
        return "### tools: "
                + tools.tools().stream().map(MessagePart.Tool::name).collect(Collectors.joining(", "));
    }

    @Override
    public String media(MessagePart.Media media) {
        String size = media.bytes().isPresent() ? " (" + media.bytes().getAsLong() + " bytes)" : "";
        return headed("media" + size, media);
    }

    @Override
    public String numbers(MessagePart.Numbers numbers) {
        return headed(numbers.count() + " numbers, which begin with", numbers);
    }

    @Override
    public String table(MessagePart.Table table) {
        return headed("table", table);
    }

    @Override
    public String citation(MessagePart.Citation citation) {
        return "### citation " + citation.title() + " " + citation.url() + "\n" + citation.text();
    }

    @Override
    public String other(MessagePart.Other other) {
        return headed("other: " + other.where(), other);
    }
}
