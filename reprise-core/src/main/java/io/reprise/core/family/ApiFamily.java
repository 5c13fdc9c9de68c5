package io.reprise.core.family;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one kind of API: how it names models, how its streams end, how it words errors, what changes in each answer. A
 * family overrides only what differs from HTTP and JSON. {@code ApiFamilyContract} holds for each.
 */
public interface ApiFamily {
    /** In lower case with hyphens, such as {@code openai-chat}; part of the recording's file name. */
    String name();

    /** Whether a request with this method and path is one of this family. Recordings keep few headers, so that none can tell. */
    boolean covers(String method, String path);

    /** As {@link #covers(String, String)}; looks at the body only where a path says too little, such as for JSON-RPC. */
    default boolean covers(Request request) {
        return covers(request.method(), request.path());
    }

    /** The model that the request names, in its body or path. */
    Optional<String> model(ParsedRequest request);

    /**
     * At most eight words, in one line, that describe the question for people, such as the last words of the user; may
     * be empty.
     */
    String title(ParsedRequest request);

    /**
     * Whether the request only asks a model, so that it can be sent once more and changes nothing. What makes, changes or looks up things that
     * the upstream keeps (files, batches, threads) is no such request.
     */
    default boolean asksModel(ParsedRequest request) {
        return request.request().method().equals("POST") && model(request).isPresent();
    }

    /** An error answer in the shape that the SDKs of this family show to their users. */
    Json error(int status, String code, String message);

    /** Headers that this family's SDKs look at in an error answer, beside its body. */
    default Headers errorHeaders(int status, String code) {
        return Headers.NONE;
    }

    /** The shapes that a list of models may have, in the order in which they are tried; none where requests ask for something else. */
    default List<ModelListShape> modelListShapes() {
        return List.of();
    }

    /** Whether requests of this family ask for the list of models, which belongs to no test. */
    default boolean isModelList() {
        return !modelListShapes().isEmpty();
    }

    /** What the parts of a request are, and how they are called when it is compared with another. */
    default RequestWords words() {
        return ChatWords.USUAL;
    }

    /** Whether {@code chunk}, of a stream in that format, is its end mark, such as {@code data: [DONE]}. */
    default boolean isLast(StreamFormat format, Chunk chunk) {
        return false;
    }

    /**
     * How a response ended, by this family's own rule.
     *
     * @param response whose ending is what HTTP alone says: complete if its body ended as its length or its coding announced
     */
    default Ending ending(ParsedResponse response) {
        return response.response().ending();
    }

    /** As {@link #ending(ParsedResponse)}, where the end depends on what was asked, such as the answers to several calls. */
    default Ending ending(ParsedRequest request, ParsedResponse response) {
        return ending(response);
    }

    /**
     * The status that decides whether an answer is kept: the one of HTTP, or the one that an error within a stream with status 200
     * names. An error that names none counts as 500.
     */
    default int status(ParsedResponse response) {
        return response.response().status();
    }

    /**
     * Whether two answers are the same apart from what is {@linkplain #volatility volatile}. The same text in other
     * chunks is a difference, because a client's parser sees it; chunks that say nothing are not.
     */
    default boolean saysTheSame(ParsedResponse one, ParsedResponse other) {
        return new AnswerComparison(this).holds(one, other);
    }

    /**
     * Whether and why a member of an answer has another value each time.
     *
     * @param path of the object that has the member, such as {@code .choices[].delta}
     */
    default Optional<Volatility> volatility(String path, String name) {
        return Optional.empty();
    }

    /** As {@link #volatility(String, String)}, for families that can only guess from the value. */
    default Optional<Volatility> volatility(String path, String name, Json value) {
        return volatility(path, name);
    }

    /** The text of every choice of an answer, streamed or not, with the chunks it came in; for scans and previews. */
    default List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, Texts::all);
    }

    /** The messages that the request has for the model, in their order; for people. */
    default List<ChatMessage> asked(ParsedRequest request) {
        return List.of();
    }

    /** The messages of an answer, streamed or not; for people. Several choices are several messages. */
    default List<ChatMessage> answered(ParsedResponse response) {
        return List.of();
    }

    /** Tokens that the answer says were used. */
    default Optional<TokenUsage> usage(ParsedResponse response) {
        return Optional.empty();
    }

    /** The answer with which this API refuses a request: its own words and headers. */
    default Refusal refusal(Refused refused) {
        String message = refused.message().orElse("the request was refused with status " + refused.status());
        return new Refusal(
                refused.retryAfter().map(Refusal::retryAfter).orElse(Headers.NONE),
                error(refused.status(), refused.status() == 429 ? "rate_limit_exceeded" : "refused", message));
    }

    /** What a chunk carries that tells of {@code error} in the middle of a stream. */
    default PlainChunk errorChunk(Json error) {
        return PlainChunk.of(error.write(Layout.COMPACT));
    }

    /**
     * How the body of a response is cut into chunks.
     *
     * @param contentType of the response; may be empty
     */
    default StreamFormat format(Request request, String contentType) {
        return StreamFormats.KNOWN.of(contentType);
    }

    /** What the messages of a WebSocket conversation mean, if a request of this family begins one. */
    default SocketProtocol sockets() {
        return SocketProtocol.UNKNOWN;
    }

    /** Where clients of this family send their API key. */
    default List<KeyPlace> keyPlaces() {
        return List.of(KeyPlace.BEARER);
    }

    /** Where clients of this family send the key of an environment variable, which need not be one of {@link #keyVariables}. */
    default KeyPlace keyPlace(String variable) {
        return variable.contains("TOKEN")
                ? KeyPlace.BEARER
                : keyPlaces().stream()
                        .filter(place -> place.field("").isPresent())
                        .findFirst()
                        .orElse(KeyPlace.BEARER);
    }

    /** Headers beside the key without which this API refuses every request. Recordings do not have them. */
    default Headers neededHeaders() {
        return Headers.NONE;
    }

    /** The environment variables that point the SDKs of this family at a server. */
    default List<UrlVariable> urlVariables() {
        return List.of();
    }

    /** Where this API is offered, and which programs use it; empty where everyone who offers it has an address of their own. */
    default Optional<PublicApi> publicApi() {
        return Optional.empty();
    }

    /** The environment variables without which SDKs of this family do not start. */
    default List<KeyVariable> keyVariables() {
        return List.of();
    }

    /** Numbers of tokens, 0 or more. */
    record TokenUsage(long input, long output, TokenDetails details) {
        /** Tokens of which an answer tells nothing else. */
        public TokenUsage(long input, long output) {
            this(input, output, TokenDetails.NONE);
        }

        /** The sums of both. */
        public TokenUsage plus(TokenUsage other) {
            return new TokenUsage(input + other.input, output + other.output, details.plus(other.details));
        }
    }

    /**
     * The text of one choice (or tool call) of an answer.
     *
     * @param channel such as {@code choices[1].delta.content}
     */
    record ChannelText(String channel, List<Piece> pieces) {
        public ChannelText {
            pieces = List.copyOf(pieces);
        }

        public String joined() {
            StringBuilder text = new StringBuilder();
            pieces.forEach(piece -> text.append(piece.text()));
            return text.toString();
        }
    }

    /** The part of a text in the chunk at index {@code chunk}. */
    record Piece(int chunk, String text) {}

    /**
     * An address under which a provider, or a server on this machine, offers an API.
     *
     * @param name in lower case, as an upstream may be called
     * @param url as an upstream is given
     * @param words parts of the names of libraries that use it, in lower case, such as those in a list of dependencies
     * @param models patterns of its models' names; none where they cannot be told from those of others
     */
    record PublicApi(String name, String url, List<String> words, List<String> models) {
        public PublicApi {
            words = List.copyOf(words);
            models = List.copyOf(models);
        }
    }

    /**
     * An environment variable that SDKs read their base URL from.
     *
     * @param path what follows the server's own URL in it, such as {@code /v1}; may be empty
     * @param rival another variable of the same SDK, which does not get both
     */
    record UrlVariable(String name, String path, Optional<Rival> rival) {
        public UrlVariable(String name, String path) {
            this(name, path, Optional.empty());
        }

        /** The same, which is left out for users that have {@code rival}, and not {@code key}. */
        public UrlVariable unless(String rival, String key) {
            return new UrlVariable(name, path, Optional.of(new Rival(rival, key)));
        }

        /**
         * What tells that a user has another client of the SDK.
         *
         * @param url the variable with the URL of the other client
         * @param key the variable with the key of this client
         */
        public record Rival(String url, String key) {}
    }

    /**
     * An environment variable that SDKs read their API key from.
     *
     * @param others that serve as well: where one of them is set, this one need not be
     * @param isBeforeOthers whether SDKs find credentials also where no variable tells, such as in files, and take this one before them
     */
    record KeyVariable(String name, List<String> others, boolean isBeforeOthers) {
        public KeyVariable {
            others = List.copyOf(others);
        }

        public KeyVariable(String name) {
            this(name, List.of());
        }

        public KeyVariable(String name, List<String> others) {
            this(name, others, false);
        }
    }
}
