package io.reprise.formats.jsonl;

import io.reprise.core.family.part.ErrorStatus;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import java.util.List;

/** An answer of a batch, which names its request: a line of an output or error file of OpenAI, or of the results of Anthropic. */
record BatchAnswer(Json row) {
    static boolean isOne(Json row) {
        return !row.text(BatchRequests.ID).isEmpty()
                && (row.get("response").isPresent()
                        || row.get("result").isPresent()
                        || row.get("error").isPresent());
    }

    /**
     * With its request.
     *
     * @throws NotImportedException if the batch ended without an answer to it
     */
    LoggedPair pair(Json request) {
        return row.get("result").isPresent()
                ? new LoggedPair(request, result(row.get("result").get()), losses())
                : new LoggedPair(request, response(), List.of());
    }

    private Json response() {
        return row.get("response")
                .filter(response -> !response.equals(Json.NULL))
                .orElseThrow(() -> unanswered(row.text("error", "code")));
    }

    private static Json result(Json result) {
        return switch (result.text("type")) {
            case "succeeded" -> answer(200, result.get("message").orElse(Json.NULL));
            case "errored" -> error(result.get("error").orElse(Json.NULL));
            default -> throw unanswered(result.text("type"));
        };
    }

    /** The error of the API is within another, or is the object itself. */
    private static Json error(Json error) {
        return answer(ErrorStatus.of(error.get("error").orElse(error)), error);
    }

    private static Json answer(int status, Json body) {
        return new JsonObjectBuilder()
                .with("status", (long) status)
                .with("body", body)
                .done();
    }

    private List<Loss> losses() {
        return row.text("result", "type").equals("errored")
                ? List.of(new Loss("status", "the file has none; it is that of the type of the error"))
                : List.of();
    }

    private static NotImportedException unanswered(String why) {
        return new NotImportedException(
                "the batch ended without an answer to its request" + (why.isEmpty() ? "" : ": " + why));
    }
}
