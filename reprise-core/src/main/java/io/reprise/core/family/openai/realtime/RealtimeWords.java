package io.reprise.core.family.openai.realtime;

import io.reprise.core.family.ChatWords;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The parts of a client's event: what is said stands in an item, or in the instructions of a session or of a response. */
final class RealtimeWords implements RequestWords {
    static final RequestWords WORDS = new RealtimeWords();

    private static final Pattern CONTENT =
            Pattern.compile("item\\b.*|(?:session|response)\\.(?:instructions|input|prompt)\\b.*");
    private static final Pattern OUTPUT = Pattern.compile("(?:.*\\.)?(?:output|transcript|arguments)");
    private static final Set<String> TOOLS = Set.of("session.tools", "response.tools");

    private RealtimeWords() {}

    @Override
    public List<String> questions() {
        return List.of("item", "session", "response");
    }

    @Override
    public boolean isContent(String path) {
        return CONTENT.matcher(path).matches();
    }

    @Override
    public boolean isProse(String path) {
        return ChatWords.USUAL.isProse(path) || OUTPUT.matcher(path).matches();
    }

    @Override
    public boolean isTools(String path) {
        return TOOLS.contains(path);
    }

    @Override
    public Optional<String> toolName(Json tool) {
        return ChatWords.USUAL.toolName(tool);
    }
}
