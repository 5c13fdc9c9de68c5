package io.reprise.core.family.huggingface;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models that a path names, and text generation by a server of one model (its documentation, "Text Generation Inference"). */
public final class HuggingFace implements ApiFamily {
    /** {@code POST /models/{owner}/{name}}, also with a task before or after it. */
    public static final HuggingFace INFERENCE = new HuggingFace(
            "huggingface",
            Pattern.compile(
                    "(?:.*/hf-inference)?/(?:models|pipeline/[a-z0-9-]+)/(?<model>[^/]+(?:/[^/]+)?)(?:/pipeline/[a-z0-9-]+)?/?"));

    /** {@code POST /generate} and {@code /generate_stream}. */
    public static final HuggingFace GENERATION = new HuggingFace(
            "huggingface-generate", Pattern.compile("(?!.*/api/generate).*/(generate|generate_stream)/?"));

    private static final Bytes GENERATED = Bytes.utf8("\"generated_text\"");

    private static final Bytes TOKEN = Bytes.utf8("\"token\"");

    private final String name;
    private final Pattern paths;

    private HuggingFace(String name, Pattern paths) {
        this.name = name;
        this.paths = paths;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST") && paths.matcher(path).matches();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        Matcher path = paths.matcher(request.request().path());
        return this == INFERENCE && path.matches()
                ? Optional.of(PercentEncoding.decodeText(path.group("model")))
                : Optional.empty();
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return request.request().method().equals("POST");
    }

    @Override
    public String title(ParsedRequest request) {
        return Titles.of(input(request));
    }

    /** A text, several, or an object with a question. */
    private static Json input(ParsedRequest request) {
        Json inputs = request.json().flatMap(body -> body.get("inputs")).orElse(Json.NULL);
        return inputs.get("question")
                .or(() -> inputs.get("source_sentence"))
                .or(() -> inputs.get("query"))
                .orElse(inputs);
    }

    /** The last event has the whole text. */
    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes())
                || (format.isStream()
                        && chunk.bytes().contains(GENERATED)
                        && JsonPayloads.values(format, chunk)
                                .anyMatch(payload -> payload.get("generated_text")
                                        .flatMap(Json::string)
                                        .isPresent()));
    }

    /** Other servers stream at such paths, too, in forms of which nothing is known. */
    @Override
    public Ending ending(ParsedResponse response) {
        List<Chunk> chunks = response.response().chunks();
        boolean isForeign = !chunks.isEmpty()
                && chunks.stream().noneMatch(chunk -> chunk.bytes().contains(TOKEN));
        return isForeign ? response.response().ending() : StreamErrors.ending(this, response);
    }

    @Override
    public int status(ParsedResponse response) {
        return StreamErrors.status(response);
    }

    /** The {@code id} of a token is its number. */
    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return name.equals("seed") || name.equals("estimated_time") ? Optional.of(Volatility.OTHER) : Optional.empty();
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (payload, texts) -> {
            if (response.response().isStream()) {
                payload.at("token", "text").ifPresent(text -> texts.addAll("token.text", text, name -> true));
            } else {
                Texts.all(payload, texts);
            }
        });
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        List<MessagePart> parts = new ArrayList<>();
        if (request.json().isEmpty() && !request.request().body().isEmpty()) {
            Request sent = request.request();
            String type = sent.headers().first("content-type").orElse("file");
            parts.add(new MessagePart.Media(type, OptionalLong.of(sent.body().size())));
        }
        Json input = input(request);
        input.string().ifPresent(text -> parts.add(new MessagePart.Text(text)));
        input.items().stream()
                .flatMap(item -> item.string().stream())
                .forEach(text -> parts.add(new MessagePart.Text(text)));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return HuggingFaceAnswers.answered(response);
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(
                response,
                "generated_tokens",
                (payload, counts) -> payload.get("details")
                        .ifPresent(
                                details -> counts.input(details, "input_length").output(details, "generated_tokens")));
    }

    @Override
    public Json error(int status, String code, String message) {
        return new JsonObjectBuilder()
                .with("error", message)
                .with("error_type", code)
                .done();
    }

    @Override
    public List<KeyPlace> keyPlaces() {
        return List.of(KeyPlace.BEARER);
    }

    @Override
    public List<UrlVariable> urlVariables() {
        return List.of(new UrlVariable("HF_INFERENCE_ENDPOINT", ""));
    }
}
