package io.reprise.core.family;

import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parts of a chat request, as most APIs call them. */
public final class ChatWords implements RequestWords {
    public static final RequestWords USUAL = new ChatWords();

    private static final List<String> QUESTIONS =
            List.of("messages", "prompt", "input", "inputs", "contents", "query", "text");
    private static final List<String> NAMES = List.of("name", "server_label", "type");
    private static final Set<String> TOOLS = Set.of("tools", "functions");
    private static final Pattern CONTENT =
            Pattern.compile("(messages|inputs?|contents|prompt|system|instructions|query)\\b.*");
    private static final Pattern PROSE =
            Pattern.compile("(.*\\.)?(content|text|prompt|inputs?|query|system|instructions|description)(\\[\\d+])*+");

    private ChatWords() {}

    @Override
    public List<String> questions() {
        return QUESTIONS;
    }

    @Override
    public boolean isContent(String path) {
        return CONTENT.matcher(path).matches() || path.equals("body");
    }

    @Override
    public boolean isProse(String path) {
        return PROSE.matcher(path).matches();
    }

    @Override
    public boolean isTools(String path) {
        return TOOLS.contains(path);
    }

    /** The name of a function, or the kind of a tool that has none, such as {@code web_search}. */
    @Override
    public Optional<String> toolName(Json tool) {
        return Stream.of(tool.get("function"), tool.get("custom"), Optional.of(tool))
                .flatMap(Optional::stream)
                .flatMap(named -> NAMES.stream().flatMap(name -> named.get(name).flatMap(Json::string).stream()))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }
}
