package io.reprise.core.family.openai;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Paths;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenAI's chat and text completions, which many others serve under their own path prefix. */
public final class OpenAiCompletions implements ApiFamily {
    public static final ApiFamily CHAT =
            new OpenAiCompletions("openai-chat", "/chat/completions", "messages", OpenAiCompletions::lastWords);

    /** Must come after {@link #CHAT}, whose paths end in the same way. */
    public static final ApiFamily TEXT =
            new OpenAiCompletions("openai-completions", "/completions", "prompt", Titles::of);

    /** Azure names the model in the path: {@code /openai/deployments/gpt-4o/chat/completions}. */
    private static final Pattern DEPLOYMENT = Pattern.compile("/deployments/([^/]+)/");

    private final String name;
    private final String path;
    private final String asking;
    private final Function<Json, String> title;

    /**
     * @param path of requests ends so
     * @param asking the member of a request with the prompt
     */
    private OpenAiCompletions(String name, String path, String asking, Function<Json, String> title) {
        this.name = name;
        this.path = path;
        this.asking = asking;
        this.title = title;
    }

    private static String lastWords(Json messages) {
        return Titles.ofMessages(messages.items());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST") && Paths.endsWith(path, this.path);
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        Optional<String> named =
                request.json().flatMap(body -> body.get("model")).flatMap(Json::string);
        return deploymentOr(named, request.request().path());
    }

    private static Optional<String> deploymentOr(Optional<String> model, String path) {
        Matcher deployment = DEPLOYMENT.matcher(path);
        return model.isPresent() || !deployment.find()
                ? model
                : Optional.of(PercentEncoding.decodeText(deployment.group(1)));
    }

    @Override
    public String title(ParsedRequest request) {
        return title.apply(request.json().flatMap(body -> body.get(asking)).orElse(Json.NULL));
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes());
    }

    /** A stream without an end mark is complete if each choice has a finish reason and the body ended properly. */
    @Override
    public Ending ending(ParsedResponse response) {
        Response received = response.response();
        if (!received.isStream() || received.status() >= 400) {
            return received.ending();
        }
        if (received.chunks().stream().anyMatch(chunk -> isLast(received.format(), chunk))) {
            return Ending.COMPLETE;
        }
        return OpenAiAnswers.isFinished(response) ? received.ending() : Ending.CUT;
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return OpenAiAnswers.volatility(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, OpenAiAnswers::texts);
    }

    @Override
    public Json error(int status, String code, String message) {
        return OpenAiAnswers.error(status, code, message);
    }

    @Override
    public Refusal refusal(Refused refused) {
        return OpenAiRefusals.refusal(refused);
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return OpenAiAnswers.usage(response);
    }

    @Override
    public List<KeyPlace> keyPlaces() {
        return List.of(KeyPlace.BEARER, new KeyPlace.Header("api-key"));
    }

    @Override
    public List<UrlVariable> urlVariables() {
        return List.of(new UrlVariable("OPENAI_BASE_URL", "/v1"), new UrlVariable("OPENAI_API_BASE", "/v1"));
    }
}
