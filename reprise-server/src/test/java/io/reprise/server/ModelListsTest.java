package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.server.http.Limits;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of models: of one upstream an answer like any other, of several their union. */
class ModelListsTest {
    private static final String MODELS = "/v1/models";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static final int MOST_PIECES = 5_000;

    private final AtomicBoolean endlessIsRead = new AtomicBoolean();

    private static String list(String... ids) {
        StringBuilder items = new StringBuilder();
        for (String id : ids) {
            items.append(items.isEmpty() ? "" : ", ")
                    .append("{ \"id\": \"")
                    .append(id)
                    .append("\", \"object\": \"model\" }");
        }
        return "{ \"object\": \"list\",  \"data\": [" + items + "], \"has_more\": false }";
    }

    /** Gives the lists one after the other, then the last again; deletes whatever it is asked to. */
    private FakeUpstream upstream(String... bodies) throws IOException {
        int[] lists = {0};
        return fixture.upstream((call, request, out) -> {
            String body;
            synchronized (lists) {
                body = request.startsWith("DELETE")
                        ? "{\"deleted\":true}"
                        : bodies[Math.min(lists[0]++, bodies.length - 1)];
            }
            out.write(
                    ("HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\nx-first: a\r\nx-first: b\r\n"
                                    + "x-page: " + call + "\r\nconnection: close\r\ncontent-length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
        });
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    private static HttpResponse<String> answer(RepriseServer server, String method, String path) throws Exception {
        return ServerFixture.ask(HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static String get(RepriseServer server, String path) throws Exception {
        return answer(server, "GET", path).body();
    }

    @Test
    void theListOfOneUpstreamPassesThroughAsItWas() throws Exception {
        String unsorted = list("b", "a", "b");

        for (RepriseServer server : List.of(serve(Mode.RECORD_IF_MISSING, upstream(unsorted)), serve(Mode.REPLAY))) {
            HttpResponse<String> answer = answer(server, "GET", MODELS);
            assertThat(answer.body()).isEqualTo(unsorted);
            assertThat(answer.headers().allValues("x-first")).containsExactly("a", "b");
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        }
    }

    @Test
    void eachPageIsAQuestionOfItsOwn() throws Exception {
        FakeUpstream upstream = upstream(list("a"), list("b"));
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream);
        get(recording, MODELS + "?limit=1");
        get(recording, MODELS + "?limit=1&after=a");

        RepriseServer replaying = serve(Mode.REPLAY);
        assertThat(get(replaying, MODELS + "?limit=1&after=a")).isEqualTo(list("b"));
        assertThat(get(replaying, MODELS + "?limit=1")).isEqualTo(list("a"));
    }

    @Test
    void aListIsAskedForAgainAfterADelete() throws Exception {
        for (Mode mode : List.of(Mode.RECORD_IF_MISSING, Mode.RECORD)) {
            fixture.store().clear();
            RepriseServer recording = serve(mode, upstream(list("a", "b"), list("a", "b"), list("b")));
            get(recording, MODELS);
            get(recording, MODELS);
            answer(recording, "DELETE", MODELS + "/a");

            assertThat(get(recording, MODELS)).isEqualTo(list("b"));

            RepriseServer replaying = serve(Mode.REPLAY);
            assertThat(get(replaying, MODELS)).isEqualTo(list("a", "b"));
            assertThat(get(replaying, MODELS)).isEqualTo(list("b"));
            assertThat(get(replaying, MODELS)).isEqualTo(list("b"));
        }
    }

    @Test
    void testsDoNotTakeEachOthersTurns() throws Exception {
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream(list("a", "b"), list("b")));
        get(recording, "/t/one" + MODELS);
        get(recording, "/t/one" + MODELS);

        RepriseServer replaying = serve(Mode.REPLAY);
        for (String test : List.of("/t/one", "/t/two", "")) {
            assertThat(get(replaying, test + MODELS)).isEqualTo(list("a", "b"));
        }
        for (String test : List.of("/t/one", "/t/two", "")) {
            assertThat(get(replaying, test + MODELS)).isEqualTo(list("b"));
        }
        answer(replaying, "POST", "/__reprise/tests/start-over?test=one");
        assertThat(get(replaying, "/t/one" + MODELS)).isEqualTo(list("a", "b"));
        assertThat(get(replaying, "/t/two" + MODELS)).isEqualTo(list("b"));
    }

    @Test
    void aSecondTestSeesWhatHasChangedSinceTheFirst() throws Exception {
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream(list("a", "b"), list("b")));
        get(recording, "/t/one" + MODELS);
        get(recording, "/t/two" + MODELS);

        assertThat(get(recording, "/t/two" + MODELS)).isEqualTo(list("b"));
    }

    @Test
    void manyTestsThatRecordTheSameListKeepItOnce() throws Exception {
        RepriseServer recording = serve(Mode.RECORD, upstream(list("a")));
        for (int i = 0; i < 5; i++) {
            get(recording, "/t/" + i + MODELS);
        }

        assertThat(fixture.store().recordings()).hasSize(1);
    }

    @Test
    void recordingAnewReplacesAllListsOfTheUpstream() throws Exception {
        RepriseServer first = serve(Mode.RECORD, upstream(list("a"), list("a", "b"), list("a", "b", "c")));
        for (int i = 0; i < 3; i++) {
            get(first, MODELS);
        }

        get(serve(Mode.RECORD, upstream(list("z"))), MODELS);

        assertThat(fixture.store().recordings())
                .extracting(recording -> recording.exchange().response().body().toString())
                .containsExactly(list("z"));
    }

    @Test
    void listsOfSeveralUpstreamsAreJoinedInTurn() throws Exception {
        RepriseServer recording =
                serve(Mode.RECORD_IF_MISSING, upstream(list("c"), list("c", "d")), upstream(list("b", "a"), list("b")));

        assertThat(ids(get(recording, MODELS))).containsExactly("a", "b", "c");
        assertThat(ids(get(recording, MODELS))).containsExactly("b", "c", "d");

        assertThat(fixture.store().recordings())
                .extracting(Recording::upstream, Recording::occurrence)
                .containsExactlyInAnyOrder(tuple("", 1), tuple("", 2), tuple("u1", 1), tuple("u1", 2));
        RepriseServer replaying = serve(Mode.REPLAY);
        assertThat(ids(get(replaying, MODELS))).containsExactly("a", "b", "c");
        assertThat(ids(get(replaying, MODELS))).containsExactly("b", "c", "d");
        assertThat(get(replaying, "/t/other/u/u1" + MODELS)).isEqualTo(list("b", "a"));
    }

    private static List<String> ids(String body) {
        return java.util.regex.Pattern.compile("\"id\": ?\"([^\"]*)\"")
                .matcher(body)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void oneUpstreamAnswersWithItsOwnListsAlsoWhereOthersAreRecorded() throws Exception {
        keep("", "[\"old\"]");
        keep("gone", list("gone"));
        FakeUpstream upstream = upstream(list("new"));

        assertThat(get(serve(Mode.RECORD_IF_MISSING, upstream), MODELS)).isEqualTo("[\"old\"]");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aStoreOfEarlierVersionsReplaysItsUnion() throws Exception {
        keep("one", list("b"));
        keep("two", list("a"));

        assertThat(ids(get(serve(Mode.REPLAY), MODELS))).containsExactly("a", "b");
    }

    /** An upstream with a list that has no end. */
    private FakeUpstream endless() throws IOException {
        return fixture.upstream((call, request, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"data\": ["
                    .getBytes(StandardCharsets.UTF_8));
            byte[] model = "{\"id\": \"m\"}, ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < MOST_PIECES; i++) {
                out.write(model);
            }
            endlessIsRead.set(true);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD"})
    void aListIsReadOnlyAsFarAsALimit(Mode mode) throws Exception {
        fixture.sizes(new Limits(1 << 20, 1 << 16, 1 << 20));

        HttpResponse<String> joined = answer(serve(mode, upstream(list("a")), endless()), "GET", MODELS);
        HttpResponse<String> none = answer(serve(mode, endless(), endless()), "GET", MODELS);

        assertThat(joined.body()).isEqualTo(list("a"));
        assertThat(none.statusCode()).isEqualTo(502);
        assertThat(none.body()).contains("sent an answer of more than 1048576 bytes", "limits.max-recording");
        assertThat(fixture.log()).contains("sent an answer of more than 1048576 bytes");
        assertThat(endlessIsRead).as("all of an endless list was read").isFalse();
    }

    private void keep(String upstream, String body) {
        Request request = new Request("GET", MODELS, "", Headers.NONE, Bytes.EMPTY);
        Question question = KeyRules.NONE.question(request, TestId.NONE);
        fixture.store()
                .append(
                        question,
                        upstream,
                        new Exchange(request, Response.whole(200, "application/json", Bytes.utf8(body))));
    }

    @Test
    void theListOfOneUpstreamIsPassedOnAsItArrives() throws Exception {
        CountDownLatch hasArrived = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"data\":"
                    .getBytes(StandardCharsets.UTF_8));
            hasArrived.await();
            out.write("[]}".getBytes(StandardCharsets.UTF_8));
        });
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        HttpRequest request = HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + MODELS))
                .build();

        HttpResponse<java.io.InputStream> answer =
                java.net.http.HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());

        assertThat(new String(answer.body().readNBytes(8), StandardCharsets.UTF_8))
                .isEqualTo("{\"data\":");
        hasArrived.countDown();
        assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[]}");
    }

    @Test
    void aMissIsAMiss() throws Exception {
        assertThat(answer(serve(Mode.REPLAY), "GET", MODELS).statusCode()).isEqualTo(404);
        await().untilAsserted(() -> assertThat(fixture.log()).contains("missed GET /v1/models"));
    }
}
