package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.PartText;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.price.PriceTable;
import io.reprise.core.price.Tokens;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.RecordingSummary;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A recording as the control API, {@code reprise show --json}, the page and agents show it; each answer is small. */
public final class RecordingView {
    /** How many characters of texts the answer to one question has. */
    private static final int MOST_CHARACTERS = 200_000;

    /** How many names of tools a recording shows; its parts have all. */
    private static final int MOST_TOOLS = 100;

    private final Store.Entry entry;
    private final ParsedExchange parsed;
    private final Optional<ParsedConversation> conversation;
    private final ExchangeView view;
    private final UnaryOperator<String> words;

    /** @param words what becomes of a text before it is cut: a part of a credential would not be known for one */
    public RecordingView(Store.Entry entry, UnaryOperator<String> words) {
        ParsedRequest request = entry.question().parsed();
        Exchange exchange = entry.recording().exchange();
        this.entry = entry;
        this.words = words;
        this.parsed = new ParsedExchange(request, new ParsedResponse(exchange.response()));
        this.conversation = ParsedConversation.of(request, exchange);
        this.view = ExchangeView.of(request, exchange);
    }

    public ExchangeView exchange() {
        return view;
    }

    public ParsedExchange parsed() {
        return parsed;
    }

    /** The summary, both heads, and how much there is to be read. */
    public Json toJson(PriceTable prices) {
        JsonObjectBuilder shown = new JsonObjectBuilder();
        RecordingSummary.of(entry, prices)
                .with(words)
                .toJson()
                .members()
                .forEach(member -> shown.with(member.name(), member.value()));
        RecordingNature.of(entry, new RecordingFacts(entry)).addTo(shown);
        addTo(shown, prices);
        return shown.done();
    }

    /** Adds what a summary does not have. */
    public void addTo(JsonObjectBuilder shown, PriceTable prices) {
        Request request = parsed.request().request();
        Response response = parsed.response().response();
        shown.with("request", head(request))
                .with("response", head(response))
                .with("choices", view.choices())
                .with("messages", view.messages().size())
                .with("parts", view.parts())
                .with(
                        "tools",
                        view.tools().stream()
                                .limit(MOST_TOOLS)
                                .map(Json.JsonString::new)
                                .toList())
                .with("timing", timing().toJson())
                .with("cost", cost(prices));
    }

    private Json cost(PriceTable prices) {
        String model = conversation
                .flatMap(ParsedConversation::model)
                .or(parsed.request()::model)
                .orElse("");
        return conversation
                .flatMap(ParsedConversation::usage)
                .or(() -> conversation.isPresent()
                        ? Optional.empty()
                        : parsed.family().usage(parsed.response()))
                .map(usage -> prices.cost(new Tokens(
                                parsed.family().name(), model, entry.recording().upstream(), usage))
                        .toJson())
                .orElse(Json.NULL);
    }

    private static Json head(Request request) {
        return new JsonObjectBuilder()
                .with("method", request.method())
                .with("path", request.path())
                .withOrNull("query", request.query())
                .with("headers", headers(request.headers()))
                .withOrNull(
                        "content_type", request.headers().first("content-type").orElse(""))
                .with("bytes", request.body().size())
                .done();
    }

    private static Json head(Response response) {
        long bytes = response.chunks().stream()
                .mapToLong(chunk -> chunk.bytes().size())
                .sum();
        return new JsonObjectBuilder()
                .with("status", response.status())
                .with("headers", headers(response.headers()))
                .withOrNull(
                        "content_type", response.headers().first("content-type").orElse(""))
                .with("bytes", bytes)
                .with("ending", response.ending().name().toLowerCase(Locale.ROOT))
                .done();
    }

    private static List<Json> headers(Headers headers) {
        return headers.fields().stream()
                .<Json>map(field -> new Json.JsonArray(
                        List.of(new Json.JsonString(field.name()), new Json.JsonString(field.value()))))
                .toList();
    }

    /** When what the upstream sent came; of a conversation, its messages. */
    public StreamTiming timing() {
        return conversation
                .map(said -> StreamTiming.of(said.conversation().messages().stream()
                        .filter(message -> message.from() == SocketMessage.Sender.UPSTREAM)
                        .mapToLong(SocketMessage::at)
                        .toArray()))
                .orElseGet(() -> StreamTiming.of(parsed));
    }

    /** The messages from that index on: as many as fit, at least one. */
    public Json messages(int from, int limit) {
        List<Json> shown = new ArrayList<>();
        int parts = 0;
        long characters = 0;
        for (int i = from; i < view.messages().size() && shown.size() < limit; i++) {
            ViewedMessage message = view.messages().get(i);
            long next = message.message().parts().stream()
                    .mapToLong(part ->
                            Math.min(PartJson.LONGEST, PartText.main(part).length()))
                    .sum();
            if (!shown.isEmpty() && characters + next > MOST_CHARACTERS) {
                break;
            }
            characters += next;
            parts += message.message().parts().size();
            shown.add(json(message));
        }
        return new JsonObjectBuilder()
                .with("messages", shown)
                .with("total", view.messages().size())
                .with("parts", view.parts())
                .with("shown", parts)
                .done();
    }

    private Json json(ViewedMessage viewed) {
        List<MessagePart> parts = viewed.message().parts();
        List<Json> shown = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            shown.add(PartJson.of(viewed.firstPart() + i, parts.get(i), words));
        }
        return new JsonObjectBuilder()
                .with("index", viewed.index())
                .with("side", viewed.side().label())
                .with(
                        "choice",
                        viewed.message().facts().choice().isPresent()
                                ? new Json.JsonNumber(String.valueOf(
                                        viewed.message().facts().choice().getAsInt()))
                                : Json.NULL)
                .with("role", viewed.message().role())
                .withOrNull("name", viewed.message().facts().name())
                .withOrNull("finish_reason", viewed.message().facts().finishReason())
                .with("parts", shown)
                .done();
    }

    /** A piece of the text of a part, which may be long; empty if there is no such part. */
    public Optional<Json> part(int number, int offset, int length) {
        return view.part(number).map(PartText::main).map(words).map(text -> {
            int from = Math.min(offset, text.length());
            return new JsonObjectBuilder()
                    .with("part", number)
                    .with("text", PartJson.cut(text, from, length))
                    .with("offset", from)
                    .with("length", PartJson.cut(text, from, length).length())
                    .with("total", text.length())
                    .done();
        });
    }

    /** The chunks from that index on: when each came, and what it says. */
    public Json chunks(int from, int limit) {
        ChunkTexts texts = conversation.map(ChunkTexts::of).orElseGet(() -> ChunkTexts.of(parsed));
        return new JsonObjectBuilder()
                .with("chunks", texts.json(from, limit, words))
                .with("total", texts.size())
                .with("timing", timing().toJson())
                .done();
    }

    /** The chunks of the answer; none of a conversation. */
    public List<Chunk> answer() {
        return parsed.response().response().chunks();
    }
}
