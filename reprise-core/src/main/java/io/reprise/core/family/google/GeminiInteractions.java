package io.reprise.core.family.google;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Interactions with models and agents. A stream of typed events ends with {@code [DONE]}, or, in the first versions of the API, with
 * {@code interaction.complete}.
 */
public final class GeminiInteractions implements GoogleApi {
    public static final ApiFamily FAMILY = new GeminiInteractions();

    private static final Pattern PATHS =
            Pattern.compile("(?:(.*/)?v1[a-z]*\\d?/|" + GoogleApi.IN_PROJECT + ")interactions(/[^/]+(/cancel)?)?/?");
    private static final Set<String> NO_TEXT =
            Set.of("type", "id", "signature", "call_id", "data", "mime_type", "event_type", "event_id");

    private GeminiInteractions() {}

    @Override
    public String name() {
        return "gemini-interactions";
    }

    @Override
    public boolean covers(String method, String path) {
        return path.contains("interactions") && PATHS.matcher(path).matches();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return body.get("model").or(() -> body.get("agent")).flatMap(Json::string);
    }

    @Override
    public String title(ParsedRequest request) {
        return InteractionSteps.title(
                request.json().flatMap(body -> body.get("input")).orElse(Json.NULL));
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes());
    }

    @Override
    public Ending ending(ParsedResponse response) {
        Ending byMark = GoogleApi.super.ending(response);
        return byMark == Ending.CUT && isFinished(response)
                ? response.response().ending()
                : byMark;
    }

    private static boolean isFinished(ParsedResponse response) {
        int last = response.response().chunks().size() - 1;
        return last >= 0
                && response.values(last)
                        .map(event -> event.text("event_type"))
                        .anyMatch(type -> type.equals("interaction.complete") || type.equals("interaction.completed"));
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return GoogleVolatility.ofInteractions(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (event, texts) -> {
            String path = "steps" + Texts.index(event, 0);
            event.get("delta").ifPresent(delta -> texts.addAll(path, delta, NO_TEXT));
            event.get("step").or(() -> event.get("content")).ifPresent(step -> texts.addAll(path, step, NO_TEXT));
            List<Json> steps = event.get("steps")
                    .or(() -> event.get("outputs"))
                    .orElse(Json.NULL)
                    .items();
            for (int i = 0; i < steps.size(); i++) {
                texts.addAll("steps[" + i + "]", steps.get(i), NO_TEXT);
            }
        });
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return InteractionSteps.asked(request.json().orElse(Json.NULL));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        AnswerBuilder answer = new AnswerBuilder();
        response.values().forEach(event -> add(event, answer));
        return answer.messages();
    }

    private static void add(Json event, AnswerBuilder answer) {
        String index = Texts.index(event, 0);
        Json start = event.get("step").or(() -> event.get("content")).orElse(Json.NULL);
        Json delta = event.get("delta").orElse(Json.NULL);
        switch (start.text("type")) {
            case "function_call" -> answer.toolCall("", index, start.text("name"), InteractionSteps.arguments(start));
            case "text" -> answer.text("", index, start.text("text"));
            default -> {}
        }
        switch (delta.text("type")) {
            case "text" -> answer.text("", index, delta.text("text"));
            case "thought_summary" -> answer.reasoning("", index, delta.text("content", "text"));
            case "arguments_delta" -> answer.toolCall("", index, "", delta.text("arguments"));
            case "function_call" -> answer.toolCall("", index, delta.text("name"), InteractionSteps.arguments(delta));
            case "image", "audio", "video", "document" -> answer.part("", index, InteractionSteps.part(delta));
            default -> {}
        }
        List<Json> steps = event.get("steps")
                .or(() -> event.get("outputs"))
                .orElse(Json.NULL)
                .items();
        for (int i = 0; i < steps.size(); i++) {
            List<MessagePart> parts = InteractionSteps.parts(steps.get(i));
            for (int k = 0; k < parts.size(); k++) {
                answer.part("", i + "." + k, parts.get(k));
            }
        }
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(response, "usage", (event, counts) -> {
            Json usage = event.get("usage")
                    .or(() -> event.at("interaction", "usage"))
                    .or(() -> event.at("metadata", "total_usage"))
                    .orElse(Json.NULL);
            counts.input(usage, "total_input_tokens", "total_tool_use_tokens");
            counts.output(usage, "total_output_tokens", "total_thought_tokens");
        });
    }
}
