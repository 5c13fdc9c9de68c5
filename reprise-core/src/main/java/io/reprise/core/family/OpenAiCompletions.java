package io.reprise.core.family;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** OpenAI's text completions, as many others serve them below a prefix of their own. */
final class OpenAiCompletions implements ApiFamily {
    @Override
    public String name() {
        return "openai-completions";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST")
                && Paths.endsWith(path, "/completions")
                && !Paths.endsWith(path, "/chat/completions");
    }

    @Override
    public Optional<String> model(Request request) {
        return OpenAiChat.deploymentOr(Payloads.of(request).get("model").flatMap(Json::string), request.path());
    }

    @Override
    public String title(Request request) {
        return Titles.of(Payloads.of(request).get("prompt").orElse(Json.NULL));
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
