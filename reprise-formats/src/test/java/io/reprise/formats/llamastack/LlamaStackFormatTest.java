package io.reprise.formats.llamastack;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Corpora;
import io.reprise.core.Seeds;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaStackFormatTest {
    private static final String OWN = "{\"reprise\": 3}";
    private static final String LLAMA_STACK = "{\"test_id\": null, \"request\": {\"method\": \"POST\"}}";

    @TempDir
    Path directory;

    private final LlamaStackFormat format = new LlamaStackFormat();

    @Tag(Corpora.TAG)
    @Test
    void convertsAllOfAugust2025() {
        List<Found> found = found(Corpora.llamaStack("2025-08"));

        Corpora.tried(found.size(), "llama-stack of August 2025 is converted");
        assertThat(leftOut(found)).isEmpty();
        assertThat(found).hasSize(154);
    }

    @Tag(Corpora.TAG)
    @Test
    void convertsAllOfMay2026ThatHasAnHttpRequestBehindIt() {
        List<Found> found = found(Corpora.llamaStack("2026-05"));

        Corpora.tried(found.size(), "llama-stack of May 2026 is converted");
        assertThat(leftOut(found))
                .isEqualTo(Map.of("a tool call: the file does not say which HTTP request it made", 2));
        assertThat(found).hasSize(583);
    }

    @Test
    void keepsTheInterleavingOfTwoChoices() {
        Response response = only("llama-stack-vllm-n2.json").exchange().response();

        assertThat(response.chunks().get(1).bytes().toString())
                .startsWith("data: {\"id\":")
                .contains("\"index\":1");
    }

    @Test
    void oneFileOfAnotherKindDoesNotHideTheOthers() throws IOException {
        write("a.json", OWN);
        write("b.json", LLAMA_STACK);

        assertThat(format.recognises(directory)).isTrue();
    }

    @Test
    void aTreeOfOwnFilesStaysOneAlsoWithAFileOfLlamaStack() throws IOException {
        write("a.json", LLAMA_STACK);
        write("b.json", OWN);
        write("c.json", OWN);

        assertThat(format.recognises(directory)).isFalse();
    }

    @Test
    void namesAMethodInAnotherCase() {
        Request request = new Request("post", "/v1/x", "", Headers.NONE, Bytes.utf8("{}"));
        Recording recording = new Recording(
                TestId.NONE,
                "api.openai.com",
                1,
                new Exchange(request, Response.whole(200, "application/json", Bytes.utf8("{}"))));

        try (Exporter exporter = format.exporter(directory, new Format.InPlace(KeyRules.NONE, Map.of(), warning -> {}))
                .orElseThrow()) {
            assertThat(exporter.write(new Kept(recording, KeyRules.NONE.question(request, TestId.NONE), "a.json")))
                    .isInstanceOfSatisfying(
                            Exported.Written.class,
                            written -> assertThat(written.losses())
                                    .contains(new Loss("method", "llama-stack has all methods in capitals")));
        }
    }

    private record Kept(Recording recording, Question question, String location) implements Store.Entry {}

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
    }

    private Recording only(String seed) {
        return ((Found.Converted) found(Seeds.original(seed)).get(0)).recording();
    }

    private List<Found> found(Path path) {
        assertThat(format.recognises(path)).isTrue();
        List<Found> found = new ArrayList<>();
        format.open(path).forEach(found::add);
        return found;
    }

    private static Map<String, Integer> leftOut(List<Found> found) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (Found one : found) {
            if (one instanceof Found.LeftOut leftOut) {
                reasons.merge(leftOut.reason(), 1, Integer::sum);
            }
        }
        return reasons;
    }
}
