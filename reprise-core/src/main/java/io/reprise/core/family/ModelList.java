package io.reprise.core.family;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** Lists of the models that an upstream has: OpenAI's {@code /v1/models} and Ollama's {@code /api/tags}. */
final class ModelList implements ApiFamily {
    /** Some servers put the time of the request here, and new permissions each time. */
    private static final AnswerComparison SAMENESS = new AnswerComparison(
            (path, name) -> name.equals("created") || (path.contains("permission") && name.equals("id")));

    @Override
    public String name() {
        return "models";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("GET") && (Paths.endsWith(path, "/models") || Paths.endsWith(path, "/api/tags"));
    }

    @Override
    public boolean isModelList() {
        return true;
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return Optional.empty();
    }

    @Override
    public String title(ParsedRequest request) {
        return "";
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return false;
    }

    @Override
    public boolean endsWithoutMark() {
        return true;
    }

    @Override
    public boolean saysTheSame(ParsedResponse one, ParsedResponse other) {
        return SAMENESS.holds(one, other);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, Texts::all);
    }

    @Override
    public Json error(int status, String code, String message) {
        return OpenAiAnswers.error(status, code, message);
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return Optional.empty();
    }
}
