package io.reprise.core.family.google;

import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parts of a client's message in Gemini's Live API; in the setup, they are those of other requests. */
final class LiveWords implements RequestWords {
    static final RequestWords WORDS = new LiveWords();

    private static final Pattern CONTENT = Pattern.compile(
            "(?:client_?content|realtime_?input|tool_?response" + "|setup\\.system_?instruction)\\b.*",
            Pattern.CASE_INSENSITIVE);

    private LiveWords() {}

    @Override
    public List<String> questions() {
        return List.of("clientContent", "client_content", "realtimeInput", "realtime_input", "setup");
    }

    @Override
    public boolean isContent(String path) {
        return CONTENT.matcher(path).matches();
    }

    @Override
    public boolean isProse(String path) {
        return GoogleWords.WORDS.isProse(path);
    }

    @Override
    public boolean isTools(String path) {
        return path.equals("setup.tools");
    }

    @Override
    public List<Json> tools(Json list) {
        return GoogleWords.WORDS.tools(list);
    }

    @Override
    public Optional<String> toolName(Json tool) {
        return GoogleWords.WORDS.toolName(tool);
    }
}
