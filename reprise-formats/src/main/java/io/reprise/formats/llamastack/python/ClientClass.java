package io.reprise.formats.llamastack.python;

import io.reprise.core.json.Json;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The names of the Python classes of answers. */
public final class ClientClass {
    private ClientClass() {}

    /**
     * The class of one answer or chunk.
     *
     * @param endpoint as in the file, such as {@code /v1/chat/completions}
     */
    public static Optional<String> of(String endpoint, boolean isStream, Json wire) {
        return switch (endpoint) {
            case "/v1/chat/completions" -> Optional.of(isStream ? ClassShapes.CHAT_CHUNK : ClassShapes.CHAT);
            case "/v1/completions" -> Optional.of(ClassShapes.COMPLETION);
            case "/v1/embeddings" -> Optional.of(ClassShapes.EMBEDDINGS);
            case "/v1/models" -> Optional.of(ClassShapes.MODEL);
            case "/v1/responses" -> Optional.of(isStream ? event(wire) : "openai.types.responses.response.Response");
            case "/api/generate" -> ollama("GenerateResponse");
            case "/api/chat" -> ollama("ChatResponse");
            case "/api/embeddings" -> ollama("EmbedResponse");
            case "/api/ps" -> ollama("ProcessResponse");
            case "/api/tags" -> ollama("ListResponse");
            case "/api/pull" -> ollama("ProgressResponse");
            default -> Optional.empty();
        };
    }

    private static Optional<String> ollama(String name) {
        return Optional.of(ClassShapes.OLLAMA + name);
    }

    /** {@code response.output_item.added} is a ResponseOutputItemAddedEvent in its own module, and so on. */
    private static String event(Json wire) {
        String type = wire.get("type").flatMap(Json::string).orElse("error");
        String words = type.equals("error")
                ? "response_error"
                : type.replaceFirst("output_text\\.d", "text.d").replace('.', '_');
        String name = Arrays.stream(words.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        return "openai.types.responses." + words + "_event." + name + "Event";
    }
}
