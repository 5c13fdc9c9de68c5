package io.reprise.core.family.known;

import io.reprise.core.content.DecodedRequest;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.KeyVariable;
import io.reprise.core.family.ApiFamily.PublicApi;
import io.reprise.core.family.ApiFamily.UrlVariable;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.amazon.BedrockConverse;
import io.reprise.core.family.amazon.BedrockInvoke;
import io.reprise.core.family.amazon.BedrockModels;
import io.reprise.core.family.amazon.BedrockTokens;
import io.reprise.core.family.anthropic.AnthropicBatches;
import io.reprise.core.family.anthropic.AnthropicCompletion;
import io.reprise.core.family.anthropic.AnthropicMessages;
import io.reprise.core.family.cohere.CohereChat;
import io.reprise.core.family.cohere.CohereTexts;
import io.reprise.core.family.generic.GenericHttp;
import io.reprise.core.family.generic.SpeechSocket;
import io.reprise.core.family.google.GeminiContent;
import io.reprise.core.family.google.GeminiInteractions;
import io.reprise.core.family.google.GeminiLive;
import io.reprise.core.family.google.GoogleCall;
import io.reprise.core.family.google.GoogleModels;
import io.reprise.core.family.google.GoogleResources;
import io.reprise.core.family.google.VertexPartners;
import io.reprise.core.family.huggingface.HuggingFace;
import io.reprise.core.family.jsonrpc.JsonRpc;
import io.reprise.core.family.llamacpp.LlamaCpp;
import io.reprise.core.family.mistral.MistralBatches;
import io.reprise.core.family.mistral.MistralOcr;
import io.reprise.core.family.ollama.OllamaChat;
import io.reprise.core.family.ollama.OllamaEmbeddings;
import io.reprise.core.family.ollama.OllamaModels;
import io.reprise.core.family.ollama.OllamaTags;
import io.reprise.core.family.openai.OpenAiCompletions;
import io.reprise.core.family.vllm.VllmTools;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.stream.Stream;

/** All API families that are known, the most specific first. A further one is a package of its own, and its line here. */
public final class ApiFamilies {
    /** Asked most often, at a path that no other has; the paths of the others are those of one provider. */
    private static final List<ApiFamily> OF_ONE_PROVIDER = List.of(
            OpenAiCompletions.CHAT,
            BedrockConverse.FAMILY,
            BedrockInvoke.FAMILY,
            BedrockTokens.FAMILY,
            BedrockModels.FAMILY,
            GoogleModels.BETA,
            GoogleModels.ALPHA,
            GoogleModels.VERTEX,
            GeminiContent.FAMILY,
            GoogleCall.COUNT,
            GoogleCall.EMBEDDINGS,
            GoogleCall.PREDICTION,
            GeminiInteractions.FAMILY,
            GeminiLive.FAMILY,
            GoogleResources.MODEL,
            GoogleResources.FAMILY,
            AnthropicMessages.COUNT,
            AnthropicMessages.MESSAGES,
            AnthropicBatches.FAMILY,
            AnthropicCompletion.FAMILY,
            VertexPartners.FAMILY,
            OllamaTags.FAMILY,
            OllamaChat.CHAT,
            OllamaChat.GENERATE,
            OllamaEmbeddings.FAMILY,
            OllamaModels.FAMILY,
            CohereChat.FAMILY,
            CohereTexts.EMBED,
            CohereTexts.RERANK,
            MistralOcr.FAMILY,
            MistralBatches.FAMILY);

    /** Their paths are short, or say nothing. */
    private static final List<ApiFamily> OF_SERVERS = List.of(
            LlamaCpp.FAMILY,
            VllmTools.FAMILY,
            HuggingFace.INFERENCE,
            HuggingFace.GENERATION,
            JsonRpc.MCP,
            JsonRpc.OTHER,
            SpeechSocket.FAMILY,
            new GenericHttp());

    private static final List<ApiFamily> ALL = Stream.of(OF_ONE_PROVIDER, OpenAiFamilies.ALL, OF_SERVERS)
            .<ApiFamily>flatMap(List::stream)
            .toList();

    private ApiFamilies() {}

    /** The request without content codings, to be parsed by what its family knows. Where it has codings, this takes long. */
    public static ParsedRequest parse(Request request) {
        Request decoded = DecodedRequest.of(request).request();
        return ParsedRequest.of(decoded, of(decoded));
    }

    /** As {@link #parse(Request)}, for a request whose body was written as the text of {@code json}. */
    public static ParsedRequest parse(Request request, Json json) {
        return ParsedRequest.of(request, of(request), json);
    }

    /** The family of the request; generic HTTP where no other covers it. */
    public static ApiFamily of(Request request) {
        return ALL.stream().filter(family -> family.covers(request)).findFirst().orElseThrow();
    }

    /**
     * The family that words an error for the request: that of its path, even where the method is another one than the family knows, since
     * the client that gets the error is one of this family.
     */
    public static ApiFamily ofErrors(Request request) {
        String path = request.path().replaceAll("/{2,}", "/");
        return Stream.of("POST", request.method(), "GET")
                .map(method -> new Request(method, path, request.query(), request.headers(), request.body()))
                .map(ApiFamilies::of)
                .filter(family -> !(family instanceof GenericHttp))
                .map(family -> family.isModelList() && AnthropicMessages.isClient(request.headers())
                        ? AnthropicMessages.MESSAGES
                        : family)
                .findFirst()
                .orElseGet(() -> of(request));
    }

    /** Every place where clients of any family send their key. */
    public static List<KeyPlace> keyPlaces() {
        return ALL.stream()
                .flatMap(family -> family.keyPlaces().stream())
                .distinct()
                .toList();
    }

    /** Where APIs are offered. Families of one provider have one in common. */
    public static List<PublicApi> publicApis() {
        return ALL.stream()
                .flatMap(family -> family.publicApi().stream())
                .distinct()
                .toList();
    }

    /** The environment variables that point the SDKs of all families at a server. */
    public static List<UrlVariable> urlVariables() {
        return ALL.stream()
                .flatMap(family -> family.urlVariables().stream())
                .distinct()
                .toList();
    }

    /** The environment variables without which SDKs of all families do not start. */
    public static List<KeyVariable> keyVariables() {
        return ALL.stream()
                .flatMap(family -> family.keyVariables().stream())
                .distinct()
                .toList();
    }
}
