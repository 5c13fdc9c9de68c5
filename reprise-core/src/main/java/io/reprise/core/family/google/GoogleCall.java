package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Methods of models that count tokens, make embeddings, or predict, and answer at once. */
public final class GoogleCall implements GoogleApi {
    /** How many tokens a content has. */
    public static final ApiFamily COUNT = new GoogleCall("gemini-count-tokens", Set.of("countTokens", "computeTokens"));

    /** Embeddings of one text or several. */
    public static final ApiFamily EMBEDDINGS =
            new GoogleCall("gemini-embeddings", Set.of("embedContent", "batchEmbedContents"));

    /** Vertex AI's method for models of all kinds: embeddings, images, video. */
    public static final ApiFamily PREDICTION =
            new GoogleCall("vertex-predict", Set.of("predict", "predictLongRunning", "fetchPredictOperation"));

    private final String name;
    private final Set<String> methods;

    private GoogleCall(String name, Set<String> methods) {
        this.name = name;
        this.methods = methods;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST")
                && GoogleMethod.of(path)
                        .filter(called -> methods.contains(called.name()))
                        .isPresent();
    }

    /** What is asked, wherever it is: a content, several, or the instances of a prediction. */
    private static List<Json> contents(Json request) {
        List<Json> contents = new ArrayList<>();
        request.get("content").ifPresent(contents::add);
        request.list("requests").forEach(each -> each.get("content").ifPresent(contents::add));
        contents.addAll(request.list("contents"));
        for (Json instance : request.list("instances")) {
            instance.get("content").or(() -> instance.get("prompt")).ifPresent(contents::add);
        }
        return contents;
    }

    /** A prediction that runs for long is a thing that the upstream keeps. */
    @Override
    public boolean asksModel(ParsedRequest request) {
        return GoogleMethod.of(request.request().path())
                .filter(called ->
                        !called.name().contains("Operation") && !called.name().contains("LongRunning"))
                .isPresent();
    }

    @Override
    public String title(ParsedRequest request) {
        return Titles.of(new Json.JsonArray(contents(request.json().orElse(Json.NULL)).stream()
                .flatMap(content ->
                        content.string().isPresent() ? Stream.of(content) : GoogleParts.parts(content).stream())
                .toList()));
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return name.equals("name") && path.isEmpty()
                ? Optional.of(Volatility.ID)
                : GoogleVolatility.ofContent(path, name);
    }

    /** Predictions may be words; embeddings are none. */
    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (payload, texts) -> {
            List<Json> predictions = payload.list("predictions");
            for (int i = 0; i < predictions.size(); i++) {
                texts.addAll("predictions[" + i + "]", predictions.get(i), Set.of("mimeType", "bytesBase64Encoded"));
            }
        });
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return contents(request.json().orElse(Json.NULL)).stream()
                .map(content -> new ChatMessage(
                        content.text("role").isEmpty() ? "user" : content.text("role"),
                        content.string().isPresent()
                                ? List.of(new MessagePart.Text(content.string().get()))
                                : GoogleParts.parts(content).stream()
                                        .map(GoogleParts::part)
                                        .toList()))
                .filter(message -> !message.parts().isEmpty())
                .toList();
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> parts = new ArrayList<>();
        response.values().forEach(payload -> add(payload, parts));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    private static void add(Json payload, List<MessagePart> parts) {
        payload.list("embeddings").forEach(list -> parts.add(embedding(list)));
        payload.get("embedding").ifPresent(list -> parts.add(embedding(list)));
        for (Json prediction : payload.list("predictions")) {
            prediction.get("embeddings").ifPresent(list -> parts.add(embedding(list)));
            String image = prediction.text("bytesBase64Encoded");
            if (!image.isEmpty()) {
                String type = prediction.text("mimeType");
                parts.add(MessagePart.Media.ofBase64(type.isEmpty() ? "image" : type, image));
            }
        }
        payload.get("totalTokens")
                .ifPresent(total -> parts.add(new MessagePart.Text(total.write(Layout.COMPACT) + " tokens")));
    }

    private static MessagePart embedding(Json list) {
        return NumberLists.of(list.get("values").orElse(Json.NULL));
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return GoogleAnswers.usage(response).or(() -> predicted(response));
    }

    /** Vertex AI counts the tokens of each embedding. */
    private static Optional<TokenUsage> predicted(ParsedResponse response) {
        List<TokenUsage> each = new ArrayList<>();
        response.values()
                .flatMap(payload -> payload.list("predictions").stream())
                .flatMap(prediction -> prediction.at("embeddings", "statistics").stream())
                .flatMap(counted -> TokenCounts.of(counted, (one, counts) -> counts.input(one, "token_count")).stream())
                .forEach(each::add);
        return each.stream().reduce((one, other) -> new TokenUsage(one.input() + other.input(), 0));
    }
}
