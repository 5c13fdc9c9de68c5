package io.reprise.core.store;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.PartText;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.filter.Facts;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.Trait;
import io.reprise.core.json.Layout;
import io.reprise.core.price.PriceTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A recording, as filters see it. Computes what is asked for only, and parses the answer once for all of it. Not for use by several threads. */
public final class RecordingFacts implements Facts {
    private final Store.Entry entry;
    private final ParsedRequest request;
    private final ParsedResponse response;
    private final Optional<ParsedConversation> conversation;
    private Optional<List<ChatMessage>> asked = Optional.empty();
    private Optional<List<ChatMessage>> answered = Optional.empty();

    public RecordingFacts(Store.Entry entry) {
        this.entry = entry;
        this.request = entry.question().parsed();
        this.response = entry.response();
        this.conversation = ParsedConversation.of(request, entry.recording().exchange());
    }

    /** @param prices by which it is known what an answer cost */
    public RecordingSummary summary(PriceTable prices) {
        return RecordingSummary.of(this, prices);
    }

    /** Both sides, unless it is a conversation over a WebSocket. */
    public Optional<ParsedExchange> exchange() {
        return conversation.isPresent() ? Optional.empty() : Optional.of(new ParsedExchange(request, response));
    }

    Store.Entry entry() {
        return entry;
    }

    ParsedRequest request() {
        return request;
    }

    ParsedResponse response() {
        return response;
    }

    Optional<ParsedConversation> conversation() {
        return conversation;
    }

    /** The messages of the request. */
    private List<ChatMessage> asked() {
        if (asked.isEmpty()) {
            asked = Optional.of(request.family().asked(request));
        }
        return asked.get();
    }

    /** What the user asked at last, for people. */
    String heading() {
        if (conversation.isPresent()) {
            return conversation.get().title();
        }
        String title = request.title();
        return title.isEmpty() ? title : Titles.heading(title, lastOfUser());
    }

    private String lastOfUser() {
        List<ChatMessage> messages = asked();
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role().equals("user")) {
                return messages.get(i).parts().stream()
                        .flatMap(
                                part -> part instanceof MessagePart.Text text ? Stream.of(text.text()) : Stream.empty())
                        .collect(Collectors.joining(" "));
            }
        }
        return "";
    }

    /** The messages of an answer. */
    List<ChatMessage> answered() {
        if (answered.isEmpty()) {
            answered = Optional.of(request.family().answered(response));
        }
        return answered.get();
    }

    @Override
    public List<String> words() {
        RecordingSummary summary = summary(PriceTable.EMPTY);
        return List.of(
                summary.identity().location(),
                summary.identity().test().name(),
                summary.identity().key().hex(),
                summary.identity().upstream(),
                summary.asked().method(),
                summary.asked().path(),
                summary.asked().model(),
                summary.asked().title(),
                summary.answered().beginning());
    }

    @Override
    public List<String> values(FilterName name) {
        return switch (name) {
            case MODEL -> model().stream().toList();
            case TEST -> List.of(entry.recording().test().name());
            case FAMILY -> List.of(request.family().name());
            case UPSTREAM ->
                Stream.of(entry.recording().upstream())
                        .filter(upstream -> !upstream.isEmpty())
                        .toList();
            case TOOL -> tools().toList();
            case KEY -> List.of(entry.question().key().hex());
            case PATH -> List.of(request.request().path());
            default -> List.of();
        };
    }

    private Optional<String> model() {
        return conversation.map(ParsedConversation::model).orElseGet(request::model);
    }

    /** Those that were offered, and those that were called. */
    private Stream<String> tools() {
        Stream<String> offered = request.json().stream()
                .flatMap(body -> body.members().stream())
                .filter(member -> request.family().words().isTools(member.name()))
                .flatMap(member -> member.value().items().stream())
                .flatMap(tool -> request.family().words().toolName(tool).stream());
        Stream<String> called = Stream.concat(
                        asked().stream(), conversation.map(ParsedConversation::chat).orElseGet(this::answered).stream())
                .flatMap(message -> message.parts().stream())
                .filter(MessagePart.ToolCall.class::isInstance)
                .map(part -> ((MessagePart.ToolCall) part).name());
        return Stream.concat(offered, called).distinct();
    }

    @Override
    public OptionalInt status() {
        return OptionalInt.of(response.response().status());
    }

    @Override
    public boolean is(Trait trait) {
        return switch (trait) {
            case STREAM -> conversation.isPresent() || response.response().isStream();
            case ERROR ->
                response.response().status() >= 400
                        || conversation.isEmpty() && request.family().status(response) >= 400;
            case BROKEN, UNUSED -> false;
        };
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(conversation
                .map(ParsedConversation::bytes)
                .orElseGet(() -> response.response().chunks().stream()
                        .mapToLong(chunk -> chunk.bytes().size())
                        .sum()));
    }

    @Override
    public OptionalLong milliseconds() {
        return conversation
                .map(said -> said.conversation().messages().stream().mapToLong(message -> message.at()))
                .orElseGet(() -> response.response().chunks().stream().mapToLong(chunk -> chunk.at()))
                .max();
    }

    @Override
    public Optional<Instant> at() {
        return entry.recordedAt();
    }

    /** Path and query, the body of the request, and each text of the answer; escapes of JSON are replaced by their characters. */
    @Override
    public Stream<String> bodies() {
        return Stream.<Supplier<Stream<String>>>of(
                        () -> Stream.of(request.request().path() + "?"
                                + request.request().query()),
                        () -> Stream.of(request.json()
                                .map(json -> json.write(Layout.COMPACT))
                                .orElseGet(() -> request.request().body().toString())),
                        () -> request.family().texts(response).stream().map(text -> text.joined()),
                        () -> conversation.stream()
                                .flatMap(said -> said.chat().stream())
                                .flatMap(message -> message.parts().stream())
                                .flatMap(part -> PartText.of(part).stream()))
                .flatMap(Supplier::get);
    }
}
