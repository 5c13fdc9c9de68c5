package io.reprise.core.family.amazon;

import io.reprise.core.family.ChatWords;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a request to Bedrock, whose tools are within {@code toolConfig}; those of a model's own requests are as usual. */
final class BedrockWords implements RequestWords {
    static final RequestWords WORDS = new BedrockWords();

    private static final List<String> QUESTIONS =
            List.of("messages", "prompt", "inputText", "texts", "query", "message", "input");

    private BedrockWords() {}

    @Override
    public List<String> questions() {
        return QUESTIONS;
    }

    @Override
    public boolean isContent(String path) {
        return ChatWords.USUAL.isContent(path)
                || path.matches("(inputText|texts|documents|message|textToImageParams)\\b.*");
    }

    @Override
    public boolean isProse(String path) {
        return ChatWords.USUAL.isProse(path) || path.equals("inputText") || path.equals("message");
    }

    @Override
    public boolean isTools(String path) {
        return path.equals("toolConfig") || path.equals("toolConfig.tools") || ChatWords.USUAL.isTools(path);
    }

    @Override
    public List<Json> tools(Json list) {
        return list instanceof Json.JsonArray ? list.items() : list.list("tools");
    }

    @Override
    public Optional<String> toolName(Json tool) {
        return Stream.of("toolSpec", "systemTool")
                .flatMap(kind -> tool.get(kind).flatMap(spec -> spec.get("name")).flatMap(Json::string).stream())
                .findFirst()
                .or(() -> ChatWords.USUAL.toolName(tool))
                .or(() -> tool.members().stream().map(Json.Member::name).findFirst());
    }
}
