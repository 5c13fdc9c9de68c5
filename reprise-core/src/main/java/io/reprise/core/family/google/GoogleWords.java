package io.reprise.core.family.google;

import io.reprise.core.family.ChatWords;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parts of a request to Gemini, whose tools are declared in groups. */
final class GoogleWords implements RequestWords {
    static final RequestWords WORDS = new GoogleWords();

    private static final List<String> QUESTIONS =
            List.of("contents", "content", "requests", "instances", "input", "messages", "prompt");
    private static final Pattern CONTENT =
            Pattern.compile("(contents|content|requests|instances|input|systemInstruction|system_instruction)\\b.*");
    private static final List<String> DECLARATIONS = List.of("functionDeclarations", "function_declarations");

    private GoogleWords() {}

    @Override
    public List<String> questions() {
        return QUESTIONS;
    }

    @Override
    public boolean isContent(String path) {
        return CONTENT.matcher(path).matches() || ChatWords.USUAL.isContent(path);
    }

    @Override
    public boolean isProse(String path) {
        return ChatWords.USUAL.isProse(path);
    }

    @Override
    public boolean isTools(String path) {
        return path.equals("tools");
    }

    @Override
    public List<Json> tools(Json list) {
        return list.items().stream()
                .flatMap(group -> {
                    List<Json> declared = DECLARATIONS.stream()
                            .flatMap(name -> group.list(name).stream())
                            .toList();
                    return declared.isEmpty() ? Stream.of(group) : declared.stream();
                })
                .toList();
    }

    /** A tool of Google's own has no name but that of its member: {@code {"googleSearch":{}}}. */
    @Override
    public Optional<String> toolName(Json tool) {
        return tool.get("name")
                .flatMap(Json::string)
                .or(() -> tool.members().stream().map(Json.Member::name).findFirst())
                .filter(name -> !name.isEmpty());
    }
}
