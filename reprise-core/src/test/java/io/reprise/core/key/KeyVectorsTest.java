package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the published vectors: docs/key-vectors.json. */
class KeyVectorsTest {
    @TestFactory
    Stream<DynamicTest> computesTheKeyOfEachPublishedVector() throws IOException {
        Json all = Json.parse(Files.readString(Path.of("../docs/key-vectors.json")));
        return all.get("vectors").orElseThrow().items().stream()
                .map(vector -> DynamicTest.dynamicTest(text(vector, "name"), () -> check(vector)));
    }

    @Test
    void thePageSaysHowManyVectorsThereAre() throws IOException {
        List<Json> all = Json.parse(Files.readString(Path.of("../docs/key-vectors.json")))
                .get("vectors")
                .orElseThrow()
                .items();
        long ruled =
                all.stream().filter(vector -> vector.get("rules").isPresent()).count();

        assertThat(Files.readString(Path.of("../docs/key.md")))
                .contains("has " + all.size() + " requests")
                .contains("checks " + (all.size() - ruled) + " of them")
                .contains("the " + ruled + " that have rules");
    }

    @Test
    void publishesTheExpressionsOfAllKinds() throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/key.md"));

        assertThat(page)
                .containsAll(Arrays.stream(TextPattern.Kind.values())
                        .map(kind -> "    " + kind + "  " + kind.expression())
                        .toList());
    }

    private static void check(Json vector) {
        List<Json> ruleTexts = vector.get("rules").map(Json::items).orElse(List.of());
        List<KeyRule> rules = ruleTexts.stream()
                .map(rule -> KeyRule.parse(rule.string().orElseThrow()))
                .toList();
        Request request = request(vector.get("request").orElseThrow());

        Question question = KeyRules.of(rules).question(request, new TestId(text(vector, "test")));

        if (vector.get("canonical").isPresent()) {
            assertThat(question.canonical().text()).isEqualTo(text(vector, "canonical"));
        }
        assertThat(question.digest().hex()).isEqualTo(text(vector, "digest"));
        assertThat(question.key().hex()).isEqualTo(text(vector, "key"));
        rules.forEach(rule -> assertThat(KeyRule.parse(rule.toString())).isEqualTo(rule));
    }

    static Request request(Json request) {
        List<String> headers = new ArrayList<>();
        request.get("headers")
                .map(Json::items)
                .orElse(List.of())
                .forEach(header ->
                        header.items().forEach(side -> headers.add(side.string().orElseThrow())));
        return new Request(
                text(request, "method"),
                text(request, "path"),
                text(request, "query"),
                Headers.of(headers.toArray(String[]::new)),
                body(request));
    }

    private static Bytes body(Json request) {
        if (request.get("base64").isPresent()) {
            return Bytes.owning(Base64.getDecoder().decode(text(request, "base64")));
        }
        if (request.get("nested").isPresent()) {
            List<Json> nested = request.get("nested").get().items();
            int depth = Integer.parseInt(
                    request.get("depth").orElseThrow().toString().replaceAll("[^0-9]", ""));
            return Bytes.utf8(nested.get(0).string().orElseThrow().repeat(depth)
                    + nested.get(1).string().orElseThrow()
                    + nested.get(2).string().orElseThrow().repeat(depth));
        }
        return Bytes.utf8(text(request, "body"));
    }

    private static String text(Json object, String member) {
        return object.get(member).flatMap(Json::string).orElse("");
    }
}
