package io.reprise.core.view;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that an exchange says: the messages of both sides, and what no message has. Each part has a number. Whatever no rule of the family knows is a
 * part of the kind {@code other}, so that nothing is lost without a word.
 */
public final class ExchangeView {
    /** The role of what is beside the messages. */
    public static final String OTHER = "other";

    /** Messages with more parts are cut into several. */
    private static final int MOST_PARTS = 200;

    private static final Set<String> ASKING = Set.of("user", "system", "client", "tool");

    private final List<ViewedMessage> messages = new ArrayList<>();
    private int parts;

    private ExchangeView() {}

    public static ExchangeView of(ParsedRequest request, Exchange exchange) {
        ExchangeView view = new ExchangeView();
        Optional<ParsedConversation> conversation = ParsedConversation.of(request, exchange);
        if (conversation.isPresent()) {
            view.addAll(Side.ASKED, rest(new RequestRest(request, List.of()).parts()));
            conversation
                    .get()
                    .chat()
                    .forEach(
                            message -> view.add(ASKING.contains(message.role()) ? Side.ASKED : Side.ANSWERED, message));
            return view;
        }
        List<ChatMessage> asked = withoutFiles(request, request.family().asked(request));
        view.addAll(Side.ASKED, asked);
        view.addAll(Side.ASKED, rest(new RequestRest(request, asked).parts()));
        ParsedResponse response = new ParsedResponse(exchange.response());
        List<ChatMessage> answered = withBytes(response, request.family().answered(response));
        view.addAll(Side.ANSWERED, answered);
        view.addAll(Side.ANSWERED, rest(new AnswerRest(request.family(), response, answered).parts()));
        return view;
    }

    /** Choices come by their index, however they arrived. Media that stand for the whole body come with it. */
    private static List<ChatMessage> withBytes(ParsedResponse response, List<ChatMessage> answered) {
        boolean isJson = response.values().findAny().isPresent();
        return (isJson ? answered : withoutMedia(answered))
                .stream()
                        .sorted(Comparator.comparingInt(
                                message -> message.facts().choice().orElse(0)))
                        .toList();
    }

    /** Files of a form are shown with their bytes beside the messages. */
    private static List<ChatMessage> withoutFiles(ParsedRequest request, List<ChatMessage> asked) {
        return request.json().isPresent() ? asked : withoutMedia(asked);
    }

    private static List<ChatMessage> withoutMedia(List<ChatMessage> messages) {
        return messages.stream()
                .map(message -> new ChatMessage(
                        message.role(),
                        message.facts(),
                        message.parts().stream()
                                .filter(part -> !(part instanceof MessagePart.Media media)
                                        || !(media.source() instanceof MessagePart.Source.Nowhere))
                                .toList()))
                .filter(message -> !message.parts().isEmpty())
                .toList();
    }

    private static List<ChatMessage> rest(List<MessagePart> parts) {
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage(OTHER, parts));
    }

    private void addAll(Side side, List<ChatMessage> all) {
        all.forEach(message -> add(side, message));
    }

    private void add(Side side, ChatMessage message) {
        List<MessagePart> all = message.parts();
        for (int from = 0; from == 0 || from < all.size(); from += MOST_PARTS) {
            List<MessagePart> some = all.subList(from, Math.min(all.size(), from + MOST_PARTS));
            messages.add(new ViewedMessage(
                    messages.size(), side, parts, new ChatMessage(message.role(), message.facts(), some)));
            parts += some.size();
        }
    }

    /** What was asked comes before what was answered; within a side, what is beside the messages comes last. */
    public List<ViewedMessage> messages() {
        return List.copyOf(messages);
    }

    /** How many parts there are; their numbers begin with 0. */
    public int parts() {
        return parts;
    }

    /** The part with that number, if there is one. */
    public Optional<MessagePart> part(int number) {
        return messages.stream()
                .filter(message -> number >= message.firstPart()
                        && number
                                < message.firstPart()
                                        + message.message().parts().size())
                .findFirst()
                .map(message -> message.message().parts().get(number - message.firstPart()));
    }

    /** How many answers there are to choose from. */
    public int choices() {
        return (int) messages.stream()
                .filter(message -> message.side() == Side.ANSWERED)
                .filter(message -> !message.message().role().equals(OTHER))
                .map(message -> message.message().facts().choice())
                .distinct()
                .count();
    }

    /** The names of the tools that are offered or called, each once. */
    public List<String> tools() {
        return messages.stream()
                .flatMap(message -> message.message().parts().stream())
                .flatMap(ExchangeView::tools)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static Stream<String> tools(MessagePart part) {
        if (part instanceof MessagePart.Tools offered) {
            return offered.tools().stream().map(MessagePart.Tool::name);
        }
        return part instanceof MessagePart.ToolCall call ? Stream.of(call.name()) : Stream.empty();
    }
}
