package io.reprise.formats.llamastack;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.formats.Format;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients ask Reprise for paths that the upstream has elsewhere; files have the URLs of the upstream, as llama-stack asks for them. */
class UpstreamPathsTest {
    private static final TestId TEST = new TestId("tests/integration/inference/test_a.py::test_b");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "https://api.groq.com/openai/v1, /v1/chat/completions, https://api.groq.com/openai/v1/v1/chat/completions",
        "https://api.groq.com/openai/v1/, /openai/v1/chat/completions, https://api.groq.com/openai/v1/v1/chat/completions",
        "https://api.openai.com/v1, /v1/chat/completions, https://api.openai.com/v1/v1/chat/completions",
        "https://api.openai.com, /v1/chat/completions, https://api.openai.com/v1/v1/chat/completions",
        "http://localhost:8000/v1, /chat/completions, http://localhost:8000/v1/v1/chat/completions",
        "http://localhost:11434/v1, /api/chat, http://localhost:11434/api/chat",
        "http://gate.example/ollama, /api/chat, http://gate.example/ollama/api/chat",
        "https://api.groq.com/openai/v1, /v1/rerank, https://api.groq.com/openai/v1/rerank",
        "http://gate.example/nim, /rank, http://gate.example/nim/rank"
    })
    void filesHaveTheUrlThatLlamaStackAsksFor(String upstream, String path, String url) throws IOException {
        Question question = question(path);

        try (Store store = open(upstream)) {
            store.append(question, "remote", exchange(question));
        }

        assertThat(Json.parse(Files.readString(onlyFile())).text("request", "url"))
                .isEqualTo(url);
        try (Store store = open(upstream)) {
            assertThat(store.find(question).entries()).hasSize(1);

            store.append(question, "remote", exchange(question));

            assertThat(SourceFiles.under(directory, file -> true)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions", "/v1/rerank"})
    void filesAnswerThePathThatClientsAskForWithoutKnowledgeOfTheUpstream(String path) {
        Question question = question(path);

        try (Store store = open("https://api.groq.com/openai/v1")) {
            store.append(question, "remote", exchange(question));
        }

        try (Store store = new LlamaStackStore(directory, new Format.InPlace(KeyRules.NONE, Map.of(), warning -> {}))) {
            assertThat(store.find(question).entries()).hasSize(1);
        }
    }

    @Test
    void filesOfOneUpstreamDoNotAnswerForThePathsOfAnother() {
        Question nim = question("/rank");
        try (Store store = open("http://gate.example/nim")) {
            store.append(nim, "remote", exchange(nim));
        }

        try (Store store = open("http://other.example/nim")) {
            assertThat(store.find(nim).entries()).isEmpty();
        }
    }

    private Store open(String upstream) {
        return new LlamaStackStore(
                directory, new Format.InPlace(KeyRules.NONE, Map.of("remote", upstream), warning -> {}));
    }

    private static Question question(String path) {
        Bytes body = Bytes.utf8("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
        Request request = new Request("POST", path, "", Headers.of("content-type", "application/json"), body);
        return KeyRules.NONE.question(request, TEST);
    }

    private static Exchange exchange(Question question) {
        return new Exchange(
                question.request(),
                Response.whole(200, "application/json", Bytes.utf8("{\"id\":\"x\",\"choices\":[]}")));
    }

    private Path onlyFile() {
        return SourceFiles.under(directory, file -> true).get(0);
    }
}
