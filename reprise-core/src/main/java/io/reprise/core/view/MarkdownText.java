package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.PartText;
import io.reprise.core.exchange.Quoted;
import java.util.stream.Collectors;

/** A conversation as Markdown: a heading for each message. What the model thought, and what is beside the messages, is left out. */
final class MarkdownText {
    private final ExchangeView view;

    MarkdownText(ExchangeView view) {
        this.view = view;
    }

    String text() {
        return view.messages().stream()
                .filter(message -> !message.message().role().equals(ExchangeView.OTHER))
                .map(MarkdownText::message)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static String message(ViewedMessage viewed) {
        String parts = viewed.message().parts().stream()
                .map(MarkdownText::part)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
        int choice = viewed.message().facts().choice().orElse(0);
        String which = choice == 0 ? "" : " (choice " + choice + ")";
        return parts.isEmpty()
                ? ""
                : "### " + viewed.message().role().replaceAll("[^\\p{L}\\p{N} _.-]", "") + which + "\n\n" + parts;
    }

    private static String part(MessagePart part) {
        if (part instanceof MessagePart.Text text) {
            return text.text();
        }
        if (part instanceof MessagePart.Refusal refusal) {
            return "Refused: " + refusal.text();
        }
        if (part instanceof MessagePart.ToolCall call) {
            return "Calls " + code(call.name()) + ":\n\n" + fenced(call.arguments());
        }
        if (part instanceof MessagePart.ToolResult result) {
            return code(result.name()) + " returned:\n\n" + fenced(result.text());
        }
        if (part instanceof MessagePart.Media media) {
            return "(" + Quoted.beginning(media.type().replaceAll("\\p{Cntrl}", " "), 100) + ")";
        }
        return part instanceof MessagePart.Reasoning ? "" : fenced(PartText.main(part));
    }

    private static String code(String name) {
        return "`" + name.replaceAll("[`\\p{Cntrl}]", " ") + "`";
    }

    /** The fence is longer than any that the text has. */
    private static String fenced(String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + text + "\n" + fence;
    }
}
