package io.reprise.core.family.openai;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.Forms;
import io.reprise.core.json.Json;
import io.reprise.core.stream.StreamFormats;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What OpenAI's APIs, and those of the many that follow them, have in common. */
public interface OpenAiApi extends ApiFamily {
    /** Azure names the model in the path: {@code /openai/deployments/gpt-4o/chat/completions}. */
    Pattern DEPLOYMENT = Pattern.compile("/deployments/([^/]+)/");

    /** Members of things that say what they are. */
    Set<String> NO_TEXT = Set.of("object", "type", "status", "role", "purpose");

    /** Within a text, the quotes would be escaped. */
    Bytes STREAMED = Bytes.utf8("\"stream\":true");

    Bytes STREAMED_SPACED = Bytes.utf8("\"stream\": true");

    @Override
    default Optional<String> model(ParsedRequest request) {
        Optional<String> named = Forms.text(request, "model");
        Matcher deployment = DEPLOYMENT.matcher(request.request().path());
        return named.isPresent() || !deployment.find()
                ? named
                : Optional.of(PercentEncoding.decodeText(deployment.group(1)));
    }

    @Override
    default Optional<Volatility> volatility(String path, String name) {
        return OpenAiVolatility.of(path, name);
    }

    /** All that is written in an answer, without ids and kinds of things. */
    @Override
    default List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(
                response,
                (payload, texts) -> texts.addAll(
                        "$",
                        payload,
                        name -> NO_TEXT.contains(name) || volatility("", name).isPresent()));
    }

    @Override
    default Json error(int status, String code, String message) {
        return OpenAiErrors.error(status, code, message);
    }

    @Override
    default Refusal refusal(Refused refused) {
        return OpenAiRefusals.refusal(refused);
    }

    @Override
    default Optional<TokenUsage> usage(ParsedResponse response) {
        return OpenAiUsage.of(response);
    }

    /** Of a response without a content type, as some tools record them, what the request wanted. */
    @Override
    default StreamFormat format(Request request, String contentType) {
        boolean isUnknown = contentType.isBlank() && request.method().equals("POST");
        return StreamFormats.KNOWN.of(isUnknown && wantsStream(request) ? "text/event-stream" : contentType);
    }

    private static boolean wantsStream(Request request) {
        return request.body().contains(STREAMED) || request.body().contains(STREAMED_SPACED);
    }

    @Override
    default List<KeyPlace> keyPlaces() {
        return List.of(KeyPlace.BEARER, new KeyPlace.Header("api-key"));
    }

    @Override
    default Optional<PublicApi> publicApi() {
        return Optional.of(new PublicApi(
                "openai",
                "https://api.openai.com/v1",
                List.of("openai", "open-ai"),
                List.of(
                        "gpt-*",
                        "o1*",
                        "o3*",
                        "o4*",
                        "chatgpt-*",
                        "text-embedding-*",
                        "whisper-*",
                        "tts-*",
                        "dall-e-*")));
    }

    @Override
    default List<UrlVariable> urlVariables() {
        return List.of(
                // AzureOpenAI of npm takes this one before its own, and has other paths
                new UrlVariable("OPENAI_BASE_URL", "/v1").unless("AZURE_OPENAI_ENDPOINT", "OPENAI_API_KEY"),
                new UrlVariable("OPENAI_API_BASE", "/v1"),
                new UrlVariable("AZURE_OPENAI_ENDPOINT", ""),
                new UrlVariable("GROQ_BASE_URL", ""),
                new UrlVariable("CEREBRAS_BASE_URL", ""),
                new UrlVariable("TOGETHER_BASE_URL", "/v1"),
                new UrlVariable("LLAMA_STACK_CLIENT_BASE_URL", ""));
    }

    /** At Azure, keys have a header of their own. */
    @Override
    default KeyPlace keyPlace(String variable) {
        boolean isAzureKey = variable.startsWith("AZURE_") && !variable.contains("TOKEN");
        return isAzureKey ? new KeyPlace.Header("api-key") : ApiFamily.super.keyPlace(variable);
    }

    @Override
    default List<KeyVariable> keyVariables() {
        return List.of(
                new KeyVariable("OPENAI_API_KEY", List.of("OPENAI_ADMIN_KEY")),
                new KeyVariable("AZURE_OPENAI_API_KEY", List.of("AZURE_OPENAI_AD_TOKEN")),
                new KeyVariable("GROQ_API_KEY"),
                new KeyVariable("CEREBRAS_API_KEY"),
                new KeyVariable("TOGETHER_API_KEY"));
    }
}
