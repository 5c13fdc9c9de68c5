package io.reprise.formats.llamastack.file;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import io.reprise.formats.llamastack.python.PythonJson;
import io.reprise.formats.llamastack.request.LlamaStackCall;
import java.util.List;
import java.util.Optional;

/**
 * What one file says.
 *
 * @param test empty for {@code null} or an absent member
 * @param request with the ids that were sent
 * @param response with the ids that were sent
 * @param whole the whole content of the file
 */
public record LlamaStackFile(Optional<String> test, Json request, Json response, Json whole) {
    private static final String MAPPING = "id_normalization_mapping";

    /**
     * The recording in {@code text}. Ids that the file replaced by stable ones, and says so in its
     * {@code id_normalization_mapping}, are put back wherever they stand, as llama-stack does when it reads.
     *
     * @throws IllegalArgumentException if the text is not JSON or no recording; the message says why
     */
    public static LlamaStackFile parse(String text) {
        Json whole = json(text);
        List<Json.Member> mapping = whole.get(MAPPING).map(Json::members).orElse(List.of());
        return of(whole, mapping.isEmpty() ? whole : json(restored(whole, mapping)));
    }

    private static LlamaStackFile of(Json whole, Json sent) {
        Optional<Json> request = sent.get("request").filter(value -> value instanceof Json.JsonObject);
        Optional<Json> response = sent.get("response").filter(value -> value instanceof Json.JsonObject);
        if (request.isEmpty() || response.isEmpty()) {
            throw new IllegalArgumentException("it has no " + (request.isEmpty() ? "request" : "response"));
        }
        return new LlamaStackFile(test(sent.get("test_id")), request.get(), response.get(), whole);
    }

    /** A new file, with the members that llama-stack gives it. */
    public static LlamaStackFile of(Optional<String> test, Json request, Json response) {
        Json whole = new Json.JsonObject(List.of(
                new Json.Member("test_id", test.<Json>map(Json.JsonString::new).orElse(Json.NULL)),
                new Json.Member("request", request),
                new Json.Member("response", response),
                new Json.Member(MAPPING, new Json.JsonObject(List.of()))));
        return new LlamaStackFile(test, request, response, whole);
    }

    static Optional<String> test(Optional<Json> member) {
        return member.flatMap(Json::string).filter(name -> !name.isEmpty());
    }

    private static Json json(String text) {
        Nesting.check(text);
        try {
            return Json.parse(text);
        } catch (JsonSyntaxException broken) {
            throw new IllegalArgumentException("it is not JSON: " + broken.getMessage(), broken);
        }
    }

    private static String restored(Json whole, List<Json.Member> mapping) {
        String text = PythonJson.ascii(whole.write(Layout.SPACED));
        for (Json.Member pair : mapping) {
            String stored = pair.value().string().orElse("");
            text = stored.isEmpty() ? text : text.replace(stored, pair.name());
        }
        return text;
    }

    public TestId testId() {
        return test.map(TestId::new).orElse(TestId.NONE);
    }

    public LlamaStackCall call() {
        return LlamaStackCall.of(request);
    }

    /** The text as llama-stack writes it. */
    public String text() {
        return PythonJson.indented(whole) + "\n";
    }
}
