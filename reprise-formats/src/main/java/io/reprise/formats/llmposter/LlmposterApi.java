package io.reprise.formats.llmposter;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An API that llmposter speaks. */
interface LlmposterApi {
    /** llmposter's own, in characters. */
    int CHUNK_SIZE = 20;

    /**
     * What is answered.
     *
     * @param number part of the id
     * @param reason why the answer ends; empty for the usual one
     */
    record Reply(int number, String model, String asked, Said said, String reason) {
        /** llmposter counts four bytes as a token. */
        long askedTokens() {
            return tokens(asked);
        }

        long saidTokens() {
            return tokens(said.content().orElse(""))
                    + said.calls().stream()
                            .mapToLong(call -> tokens(call.arguments()))
                            .sum();
        }

        private static long tokens(String text) {
            return (text.getBytes(StandardCharsets.UTF_8).length + 3L) / 4;
        }

        String reasonOr(String ofText, String ofTools) {
            return !reason.isEmpty() ? reason : said.calls().isEmpty() ? ofText : ofTools;
        }
    }

    String path();

    /** That of a request that no fixture names. */
    String usualModel();

    /** The id of a tool call. */
    String callId(int number);

    /** Members that each request must have, beside the model and the messages. */
    Map<String, Json> demanded();

    /** The shortest request. */
    default Json request(String model, String text, boolean isStream) {
        Json message = new JsonObjectBuilder()
                .with("role", "user")
                .with("content", text)
                .done();
        JsonObjectBuilder body = new JsonObjectBuilder().with("model", model);
        demanded().forEach(body::with);
        body.with("messages", List.of(message));
        return isStream ? body.with("stream", Json.TRUE).done() : body.done();
    }

    RecordedAnswer whole(Reply reply);

    /** @param size of a piece, in UTF-16 code units */
    RecordedAnswer stream(Reply reply, int size);
}
