package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.housekeeping.StorePrune.Wanted;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers without a test stand in for those of a test. */
class DuplicateAnswersTest {
    private static final Request GET = Request.get("/v1/files/f/content");
    private static final Request HEAD = new Request("HEAD", "/v1/files/f/content", "", Headers.NONE, Bytes.EMPTY);

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | 302 | location | /a | /b",
                "GET | 302 | location | /v1/files/file-abc123 | /v1/files/file-def456",
                "GET | 200 | link | </v1/x?page=2>; rel=\"next\" | </v1/x?page=3>; rel=\"next\"",
                "GET | 200 | content-type | text/plain | application/json",
                "GET | 200 | content-type | text/plain; charset=utf-8 | text/plain; charset=latin1",
                "GET | 200 | content-disposition | attachment | inline",
                "GET | 429 | retry-after | 1 | 20",
                "GET | 200 | x-trace | https://a.example/one | https://a.example/two",
                "GET | 302 | x-reprise-upstream | https://a.example | https://b.example",
                "HEAD | 200 | content-length | 5 | 7",
                "HEAD | 200 | etag | one | other",
                "HEAD | 200 | last-modified | Mon, 01 Jan 2024 00:00:00 GMT | Tue, 02 Jan 2024 00:00:00 GMT",
            })
    void differInWhatClientsGoBy(String method, int status, String header, String one, String other) {
        Request request = method.equals("GET") ? GET : HEAD;
        String body = method.equals("GET") && status == 200 ? "hello" : "";

        keep(TestId.NONE, request, response(status, Headers.of(header, one), body));
        keep(new TestId("same"), request, response(status, Headers.of(header, one), body));
        keep(new TestId("other"), request, response(status, Headers.of(header, other), body));
        keep(new TestId("without"), request, response(status, Headers.NONE, body));

        assertThat(duplicates()).singleElement().asString().startsWith("same/");
    }

    @Test
    void areTheSameWhateverIdsAndTimesOfOneResponseAreInTheHeaders() {
        Headers one = Headers.of(
                "content-type",
                "text/plain",
                "x-request-id",
                "1",
                "openai-processing-ms",
                "5",
                "cf-ray",
                "x",
                "etag",
                "1");
        Headers other = Headers.of(
                "content-type", "text/plain", "x-request-id", "2", "openai-processing-ms", "6", "set-cookie", "y=z");

        keep(TestId.NONE, GET, response(200, one, "hello"));
        keep(new TestId("t"), GET, response(200, other, "hello"));

        assertThat(duplicates()).hasSize(1);
    }

    @Test
    void sayTheSameByTheRuleForOneQuestion() {
        long seed = new Random().nextLong();
        System.out.println("DuplicateAnswersTest: seed " + seed);
        Random random = new Random(seed);
        ApiFamily family = KeyRules.NONE.question(GET, TestId.NONE).parsed().family();
        int equal = 0;

        for (int i = 0; i < 20_000; i++) {
            Response one = random(random);
            Response other = random(random);
            if (AnswerDigest.of(one).equals(AnswerDigest.of(other))) {
                equal++;
                assertThat(family.saysTheSame(new ParsedResponse(one), new ParsedResponse(other)))
                        .as("%s and %s", one, other)
                        .isTrue();
            }
        }

        assertThat(equal).isPositive();
    }

    private static Response random(Random random) {
        Headers headers = Headers.NONE;
        for (String name : List.of("location", "content-type", "content-length", "x-id", "etag")) {
            if (random.nextInt(3) == 0) {
                List<String> values = List.of("/a", "https://a.example/b", "text/plain", "text/html", "7");
                headers = headers.plus(name, values.get(random.nextInt(values.size())));
            }
        }
        return response(random.nextBoolean() ? 200 : 302, headers, random.nextBoolean() ? "hello" : "");
    }

    private static Response response(int status, Headers headers, String body) {
        List<Chunk> chunks = body.isEmpty() ? List.of() : List.of(new Chunk(0, Bytes.utf8(body)));
        return new Response(status, headers, StreamFormat.WHOLE, chunks, Ending.COMPLETE);
    }

    private void keep(TestId test, Request request, Response response) {
        Question question = KeyRules.NONE.question(request, test);
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            store.append(question, "", new Exchange(request, response));
        }
    }

    private List<String> duplicates() {
        return new StorePrune(root, KeyRules.NONE, new Wanted(0, false, false, true), List.of())
                .find(() -> {}).steps().stream().map(PruneStep::location).toList();
    }
}
