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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever request is kept, its file answers it. */
class KeptRequestsTest {
    private static final Json ANSWER = Json.parse("{\"object\":\"list\",\"data\":[]}");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, limit=2",
        "GET, /v1/responses, ''",
        "DELETE, /v1/models, ''",
        "POST, /v1/models, ''",
        "POST, /api/chat, a=b",
        "GET, /api/chat, ''",
        "GET, /api/tags, a=b",
        "POST, /v1/responses, ''"
    })
    void whatNoClientOfPythonSendsIsARawRequest(String method, String path, String query) throws IOException {
        Request request = new Request(method, path, query, Headers.NONE, Bytes.EMPTY);

        try (Store store = open()) {
            keep(KeyRules.NONE.question(request, TestId.NONE), store);
        }

        Json kept = Json.parse(
                Files.readString(SourceFiles.under(directory, file -> true).get(0)));
        assertThat(kept.text("request", "method")).isEqualTo(method);
        assertThat(kept.text("request", "url"))
                .isEqualTo("http://gpu1:8000" + path + (query.isEmpty() ? "" : "?" + query));
        assertThat(kept.at("request", "endpoint")).isEmpty();
    }

    @Test
    void eachRequestIsAnswered() {
        List<String> unanswered = new ArrayList<>();
        try (Store store = open()) {
            questions().forEach(question -> keep(question, store));
        }
        try (Store store = open()) {
            for (Question question : questions()) {
                if (store.find(question).entries().size() != 1) {
                    unanswered.add(described(question.request()));
                }
            }
        }

        assertThat(unanswered).isEmpty();
    }

    private static String described(Request request) {
        return request.method() + " " + request.path() + "?" + request.query() + " " + request.body();
    }

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (String path : List.of(
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/embeddings",
                "/v1/responses",
                "/v1/models",
                "/v1/models/m",
                "/v1/responses/r/cancel",
                "/api/generate",
                "/api/chat",
                "/api/embeddings",
                "/api/embed",
                "/api/ps",
                "/api/tags",
                "/api/pull",
                "/rerank")) {
            for (String query :
                    List.of("", "limit=2", "a=1&a=2", "b%5B%5D=1&b%5B%5D=2&c=3", "b%5B%5D=1&c=3&b%5B%5D=2", "x")) {
                for (String method : List.of("GET", "HEAD", "DELETE", "PUT")) {
                    add(method, path, query, "", questions);
                }
                for (String body : List.of("", "{}", "{\"a\":1,\"input\":\"i\"}", "{\"timeout\":3,\"stream\":null}")) {
                    add("POST", path, query, body, questions);
                }
            }
            add("GET", path, "", "{\"a\":1}", questions);
            add("POST", path, "", "{\"extra_query\":{\"a\":\"b\"},\"extra_body\":{\"c\":1}}", questions);
        }
        return questions;
    }

    private static void add(String method, String path, String query, String body, List<Question> questions) {
        Headers headers = body.isEmpty() ? Headers.NONE : Headers.of("content-type", "application/json");
        Request request = new Request(method, path, query, headers, Bytes.utf8(body));
        TestId test = new TestId("t.py::test_" + questions.size());
        questions.add(KeyRules.NONE.question(request, test));
    }

    private static void keep(Question question, Store store) {
        Bytes body = Bytes.utf8(ANSWER.toString());
        store.append(
                question, "gpu1:8000", new Exchange(question.request(), Response.whole(200, "application/json", body)));
    }

    private Store open() {
        return new LlamaStackStore(directory, new Format.InPlace(KeyRules.NONE, Map.of(), warning -> {}));
    }
}
