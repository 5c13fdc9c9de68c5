package io.reprise.formats.aimock;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The shortest request that a fixture fits.
 *
 * @param model that it asks for
 * @param isEmbedding whether it asks for the embedding of a text, and not for a chat
 */
record FixtureRequest(RecordedCall call, String model, boolean isEmbedding) {
    /** Members of a match that the request has, or that it fits. */
    private static final Set<String> KNOWN = Set.of(
            "userMessage",
            "systemMessage",
            "inputText",
            "model",
            "sequenceIndex",
            "endpoint",
            "turnIndex",
            "hasToolResult");

    private static final String CHAT_MODEL = "gpt-4o";
    private static final String EMBEDDING_MODEL = "text-embedding-3-small";

    /**
     * Of a fixture's match.
     *
     * @param losses gets that it was made up
     * @throws NotImportedException if the match does not say what is asked
     */
    static FixtureRequest of(Json match, List<Loss> losses) {
        Optional<String> unknown = match.members().stream()
                .map(Json.Member::name)
                .filter(name -> !KNOWN.contains(name))
                .findFirst();
        if (unknown.isPresent()) {
            throw new NotImportedException(
                    "its match has '" + unknown.get() + "', from which the request is not known");
        }
        boolean isLater = match.get("hasToolResult").filter(Json.TRUE::equals).isPresent()
                || match.get("turnIndex")
                        .filter(turn -> !turn.equals(new Json.JsonNumber("0")))
                        .isPresent();
        boolean isEmbedding = !match.text("inputText").isEmpty();
        String text = isEmbedding ? match.text("inputText") : match.text("userMessage");
        if (text.isEmpty() || isLater || !Set.of("", "chat", "embedding").contains(match.text("endpoint"))) {
            throw new NotImportedException(
                    "its match does not say the first message of a chat, from which the request is known");
        }
        losses.add(new Loss(
                "match",
                "a fixture has no request; the recording answers the shortest that fits (docs/importing-har.md), and rules in"
                        + " reprise.yaml leave out what others have"));
        String model =
                match.text("model").isEmpty() ? (isEmbedding ? EMBEDDING_MODEL : CHAT_MODEL) : match.text("model");
        Json body = isEmbedding
                ? new JsonObjectBuilder()
                        .with("model", model)
                        .with("input", text)
                        .done()
                : new JsonObjectBuilder()
                        .with("model", model)
                        .with("messages", messages(match, text))
                        .with("stream", Json.TRUE)
                        .done();
        RecordedCall call = RecordedCall.json(isEmbedding ? "/v1/embeddings" : "/v1/chat/completions", body);
        return new FixtureRequest(call, model, isEmbedding);
    }

    private static List<Json> messages(Json match, String text) {
        List<Json> messages = new ArrayList<>();
        Json system = match.get("systemMessage").orElse(Json.NULL);
        if (!system.items().isEmpty()) {
            throw new NotImportedException(
                    "its match has several parts of a system message, from which the request is not known");
        }
        system.string().ifPresent(said -> messages.add(message("system", said)));
        messages.add(message("user", text));
        return messages;
    }

    private static Json message(String role, String text) {
        return new JsonObjectBuilder().with("role", role).with("content", text).done();
    }
}
