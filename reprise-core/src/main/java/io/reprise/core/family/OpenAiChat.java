package io.reprise.core.family;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenAI's chat completions, as many others serve them below a prefix of their own. */
final class OpenAiChat implements ApiFamily {
    /** Azure names the model in the path: {@code /openai/deployments/gpt-4o/chat/completions}. */
    private static final Pattern DEPLOYMENT = Pattern.compile("/deployments/([^/]+)/");

    @Override
    public String name() {
        return "openai-chat";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST") && Paths.endsWith(path, "/chat/completions");
    }

    @Override
    public Optional<String> model(Request request) {
        return deploymentOr(Payloads.of(request).get("model").flatMap(Json::string), request.path());
    }

    static Optional<String> deploymentOr(Optional<String> model, String path) {
        Matcher deployment = DEPLOYMENT.matcher(path);
        return model.isPresent() || !deployment.find() ? model : Optional.of(Paths.decode(deployment.group(1)));
    }

    @Override
    public String title(Request request) {
        return Titles.ofMessages(
                Payloads.of(request).get("messages").map(Json::items).orElse(List.of()));
    }

    @Override
    public boolean isLast(Chunk chunk) {
        return OpenAiAnswers.isEndMark(chunk);
    }

    @Override
    public boolean endsWithoutMark() {
        return false;
    }

    @Override
    public boolean saysTheSame(Response one, Response other) {
        return OpenAiAnswers.SAMENESS.holds(one, other);
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return OpenAiAnswers.volatility(path, name);
    }

    @Override
    public List<ChannelText> texts(Response response) {
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
    public Optional<TokenUsage> usage(Response response) {
        return OpenAiAnswers.usage(response);
    }
}
