package io.reprise.core.family.llamacpp;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.part.Paths;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The API of llama.cpp's server, beside OpenAI's (its README, "API Endpoints"). */
public final class LlamaCpp implements OpenAiApi {
    public static final LlamaCpp FAMILY = new LlamaCpp();

    private static final List<Route> ROUTES = List.of(
            Route.of("POST", "/completion"),
            Route.of("POST", "/infill"),
            Route.of("POST", "/embedding"),
            Route.of("POST", "/reranking"),
            Route.of("POST", "/apply-template"),
            Route.of("GET POST", "/props"),
            Route.of("GET", "/slots"),
            Route.of("POST", "/slots/{id}"),
            Route.of("GET POST", "/lora-adapters"));
    private static final Bytes STOP = Bytes.utf8("\"stop\"");
    private static final List<String> QUESTIONS =
            List.of("/completion", "/infill", "/embedding", "/reranking", "/apply-template");

    private static final List<String> PROMPTS = List.of("input_prefix", "prompt", "input_suffix", "content");

    private LlamaCpp() {}

    @Override
    public String name() {
        return "llama-cpp";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    /** Properties, slots and adapters are settings of the server. */
    @Override
    public boolean asksModel(ParsedRequest request) {
        String path = request.request().path();
        return request.request().method().equals("POST")
                && QUESTIONS.stream().anyMatch(end -> Paths.endsWith(path, end));
    }

    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        String words = Stream.of("prompt", "input_prefix", "content", "query")
                .flatMap(name -> body.get(name).stream())
                .map(Titles::of)
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElseGet(() -> Titles.ofMessages(body.list("messages")));
        return words.isEmpty()
                ? Route.action(
                        ROUTES, request.request().method(), request.request().path())
                : words;
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return chunk.bytes().contains(STOP)
                && format.isStream()
                && JsonPayloads.values(format, chunk)
                        .anyMatch(payload ->
                                payload.get("stop").filter(Json.TRUE::equals).isPresent());
    }

    /** Other servers stream at such paths, too, in forms of which nothing is known. */
    @Override
    public Ending ending(ParsedResponse response) {
        return isForeign(response) ? response.response().ending() : StreamErrors.ending(this, response);
    }

    private static boolean isForeign(ParsedResponse response) {
        List<Chunk> chunks = response.response().chunks();
        return !chunks.isEmpty()
                && chunks.stream().noneMatch(chunk -> chunk.bytes().contains(STOP));
    }

    /** Each prompt of several has an end of its own. */
    @Override
    public Ending ending(ParsedRequest request, ParsedResponse response) {
        Ending ending = ending(response);
        boolean isOfHttp =
                !response.response().isStream() || response.response().status() >= 400 || isForeign(response);
        if (isOfHttp || ending == Ending.CUT || StreamErrors.first(response).isPresent()) {
            return ending;
        }
        long ends = response.response().chunks().stream()
                .filter(chunk -> isLast(response.response().format(), chunk))
                .count();
        return ends >= prompts(request) ? Ending.COMPLETE : Ending.CUT;
    }

    /** A list of texts is several prompts; with numbers of tokens in it, it is one. */
    private static long prompts(ParsedRequest request) {
        List<Json> list = request.json().map(body -> body.list("prompt")).orElse(List.of());
        boolean isOne = list.stream().anyMatch(item -> item instanceof Json.JsonNumber);
        return isOne ? 1 : Math.max(1, list.size());
    }

    @Override
    public int status(ParsedResponse response) {
        return StreamErrors.status(response);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(
                response,
                (payload, texts) -> payload.get("content")
                        .filter(content -> content instanceof Json.JsonString)
                        .ifPresent(
                                content -> texts.addAll("content" + Texts.index(payload, 0), content, name -> true)));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        List<MessagePart> parts = new ArrayList<>();
        for (String name : PROMPTS) {
            Json prompt = body.get(name).orElse(Json.NULL);
            Stream.concat(Stream.of(prompt), prompt.items().stream())
                    .flatMap(text -> text.string().stream())
                    .filter(text -> !text.isEmpty())
                    .forEach(text -> parts.add(new MessagePart.Text(text)));
        }
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        AnswerBuilder answer = new AnswerBuilder();
        response.values().forEach(payload -> {
            Stream.of("content", "prompt")
                    .map(payload::text)
                    .filter(text -> !text.isEmpty())
                    .limit(1)
                    .forEach(text -> answer.text(Texts.index(payload, 0), "", text));
            numbers(payload).ifPresent(part -> answer.part("embedding", "", part));
        });
        return answer.messages();
    }

    private static Optional<MessagePart> numbers(Json payload) {
        return Stream.concat(Stream.of(payload), payload.items().stream())
                .map(item -> item.list("embedding"))
                .filter(embedding -> !embedding.isEmpty())
                .map(embedding -> embedding.get(0).items().isEmpty()
                        ? embedding
                        : embedding.get(0).items())
                .map(embedding -> (MessagePart) NumberLists.of(new Json.JsonArray(embedding)))
                .findFirst();
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(
                response,
                "tokens_predicted",
                (payload, counts) -> counts.input(payload, "tokens_evaluated").output(payload, "tokens_predicted"));
    }

    /** The code is the status, as a number. */
    @Override
    public Json error(int status, String code, String message) {
        return new JsonObjectBuilder()
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("code", status)
                                .with("message", message)
                                .with("type", type(status))
                                .done())
                .done();
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 503 -> "unavailable_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }
}
