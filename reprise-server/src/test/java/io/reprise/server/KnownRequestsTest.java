package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Store;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.report.Detail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that came before, byte for byte, are answered without being decoded; nobody can tell. The property {@code known.seed} says with
 * which seed the generated test begins, {@code known.steps} how many steps it has.
 */
@Timeout(60)
@Slow
class KnownRequestsTest {
    private static final int STEPS = Integer.getInteger("known.steps", 100);
    private static final int MOST_TRIES = 10_000;
    private static final int ASKED_IN_A_ROW = 25;

    /** An answer from memory is given for so long without a look at the store. */
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final String[][] RULES_OFF = {{"DELETE", "faults", ""}, {"DELETE", "pace", ""}};
    private static final String HOST = "Host: 127.0.0.1\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final HttpClient client = HttpClient.newHttpClient();

    /** A server with a store of its own, and how it is asked. */
    private final class Way implements AutoCloseable {
        final MemoryStore store = new MemoryStore();
        final RepriseServer server;
        private final boolean keepsConnections;
        private final Random split = new Random(1);
        private final Map<Integer, RawExchange> kept = new LinkedHashMap<>();

        Way(Mode mode, boolean keepsConnections) {
            this(mode, keepsConnections, Pace.INSTANT);
        }

        Way(Mode mode, boolean keepsConnections, Pace pace) {
            this.keepsConnections = keepsConnections;
            keep("{}", TestId.NONE, "[DONE]");
            server = fixture.serve(mode, ReplaySettings.DEFAULT.at(pace), store, KeyRules.NONE);
        }

        RawAnswer ask(int connection, String request) throws IOException {
            if (!keepsConnections) {
                return RawAnswer.ofRequest(server, request);
            }
            RawExchange open = kept.get(connection);
            if (open == null) {
                open = new RawExchange(server);
                kept.put(connection, open);
            }
            int cut = split.nextInt(4) == 0 ? split.nextInt(request.length()) : 0;
            if (cut > 0) {
                open.send(request.substring(0, cut));
            }
            open.send(request.substring(cut));
            RawAnswer answer = open.answer();
            if (answer.head().toLowerCase(Locale.ROOT).contains("connection: close")
                    || answer.ending() != RawAnswer.Ending.WHOLE
                    || request.contains("HTTP/1.0")) {
                open.close();
                kept.remove(connection);
            }
            return answer;
        }

        void keep(String body, Response response) {
            Request request = ServerFixture.request(body);
            store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response));
        }

        void keep(String body, TestId test, String... events) {
            Request request = ServerFixture.request(body);
            Question question = KeyRules.NONE.question(request, test);
            Exchange exchange = new Exchange(request, ServerFixture.stream(1, events));
            List<Store.Item> present = store.series(question, "");
            if (present.isEmpty() || events.length > 3) {
                store.append(question, "", exchange);
            } else {
                store.replace(present.get(0), question, "", exchange);
            }
        }

        /** Until all of the store has been read: what a miss says depends on it. */
        void awaitReading() {
            await().until(() -> text(RawAnswer.ofRequest(server, "GET /__reprise/metrics HTTP/1.1\r\n" + HOST + "\r\n"))
                    .contains("\nreprise_recordings 1"));
        }

        void remove(String body, TestId test) {
            Question question = KeyRules.NONE.question(ServerFixture.request(body), test);
            store.series(question, "").forEach(store::remove);
        }

        Json control(String method, String path, String body) throws IOException, InterruptedException {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.body().isEmpty() ? Json.parse("null") : Json.parse(answer.body());
        }

        @Override
        public void close() throws IOException {
            for (RawExchange each : kept.values()) {
                each.close();
            }
        }
    }

    private static String question(int number) {
        return "{\"model\":\"m" + number % 2 + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + number
                + "\"}],\"stream\":true}";
    }

    private static String post(String version, String fields, String body) {
        return "POST /v1/chat/completions HTTP/" + version + "\r\n" + HOST + JSON + fields + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    /** Without what differs from one time to the next. */
    private static String lasting(Json json) {
        return json.toString()
                .replaceAll("\"(at|duration_ms|run|started_at|ended_at)\" ?: ?(\"[^\"]*\"|[0-9.]+)", "")
                .replaceAll("\"location\" ?: ?\"[^\"]*\"", "");
    }

    /** What a list or an object consists of; a request may be noted a moment after its client has the answer, and so in another order. */
    private static List<String> parts(Way way, String path) throws IOException, InterruptedException {
        Json whole = way.control("GET", path, "");
        List<Json> parts = whole.get("requests")
                .map(Json::items)
                .orElseGet(
                        () -> whole.members().stream().map(Json.Member::value).toList());
        return parts.stream()
                .map(each -> lasting(each).replaceAll("\"(seq|miss)\" ?: ?\"?[0-9]+\"?", ""))
                .toList();
    }

    private static String text(RawAnswer answer) {
        StringBuilder text = new StringBuilder(answer.head()).append(answer.ending());
        answer.pieces().forEach(piece -> text.append(new String(piece, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    private void awaitLook() {
        long since = System.nanoTime();
        while (System.nanoTime() - since <= 2 * TRUSTED_NANOS) {
            Thread.onSpinWait();
        }
    }

    @BeforeEach
    void quieten() {
        fixture.detail(Detail.NOTHING);
    }

    /** One step of the generated test, carried out by each of the two ways. */
    private interface Step {
        String on(Way way) throws IOException, InterruptedException;
    }

    private static Step asked(Random random) {
        String body = question(random.nextInt(5));
        String test = List.of("", "", "X-Reprise-Test: a\r\n", "X-Reprise-Test: b\r\n", "X-Reprise-Test: alias\r\n")
                .get(random.nextInt(5));
        String more = random.nextInt(3) > 0
                ? ""
                : List.of(
                                "Connection: close\r\n",
                                "Connection: keep-alive\r\n",
                                "Expect: 100-continue\r\n",
                                "Origin: http://localhost:3000\r\n",
                                "Origin: http://evil.example\r\n",
                                "X-Reprise-Pace: instant\r\n",
                                "X-Reprise-Pace: flushed\r\n",
                                "X-Reprise-Pace: x500\r\n",
                                "X-Reprise-Fault: status=503\r\n",
                                "X-Reprise-Mode: live\r\n",
                                "X-Stainless-Retry-Count: 1\r\n",
                                "Authorization: Bearer sk-known-1234567890\r\n",
                                "Accept-Encoding: gzip\r\n")
                        .get(random.nextInt(13));
        String version = random.nextInt(12) == 0 ? "1.0" : "1.1";
        int connection = random.nextInt(3);
        String request = post(version, test + more, body);
        int times = 1 + random.nextInt(ASKED_IN_A_ROW);
        return way -> {
            StringBuilder answers = new StringBuilder(request);
            for (int i = 0; i < times; i++) {
                answers.append('\n').append(text(way.ask(connection, request)));
            }
            return answers.toString();
        };
    }

    private Step changed(Random random) {
        int number = random.nextInt(5);
        TestId test = random.nextBoolean() ? TestId.NONE : new TestId(random.nextBoolean() ? "a" : "b");
        String[] events = random.ints(1 + random.nextInt(5), 0, 100)
                .mapToObj(each -> "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + each + "\"}}]}")
                .toArray(String[]::new);
        boolean isRemoval = random.nextInt(4) == 0;
        return way -> {
            if (isRemoval) {
                way.remove(question(number), test);
            } else {
                way.keep(question(number), test, events);
            }
            awaitLook();
            return "";
        };
    }

    private static Step told(Random random) {
        String[][] all = {
            {"POST", "faults", "status=503; every=2"},
            {"POST", "faults?test=a", "status=429; first=1"},
            {"DELETE", "faults", ""},
            {"DELETE", "faults", ""},
            {"POST", "pace", "flushed; model=m1"},
            {"DELETE", "pace", ""},
            {"DELETE", "pace", ""},
            {"POST", "tests/start-over", ""},
            {"POST", "tests/start-over?test=a", ""},
            {"POST", "tests/start?test=b", ""},
            {"POST", "tests/bind?alias=alias&test=" + URLEncoder.encode("a", StandardCharsets.UTF_8), ""},
            {"POST", "tests/bind?alias=alias", ""},
            {"POST", "reset", ""}
        };
        // most of the time nothing is in force that has all requests decoded
        String[] one = random.nextBoolean() ? all[random.nextInt(all.length)] : RULES_OFF[random.nextInt(2)];
        return way -> one[1] + lasting(way.control(one[0], one[1], one[2]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "flushed", "x1000"})
    void bothWaysGiveTheSameAnswersAndCountTheSame(String pace) throws Exception {
        long seed = Long.getLong("known.seed", System.nanoTime());
        System.out.println("known.seed=" + seed);
        Random random = new Random(seed);
        try (Way decoding = new Way(Mode.REPLAY, false, Pace.parse(pace));
                Way knowing = new Way(Mode.REPLAY, true, Pace.parse(pace))) {
            decoding.awaitReading();
            knowing.awaitReading();
            for (int i = 0; i < STEPS; i++) {
                int kind = random.nextInt(10);
                Step step = kind == 0 ? changed(random) : kind == 1 ? told(random) : asked(random);
                String expected = step.on(decoding);
                assertThat(step.on(knowing))
                        .as("step " + i + " of seed " + seed)
                        .isEqualTo(expected);
            }
            for (String path : List.of("report", "requests?limit=1000", "tests")) {
                await().untilAsserted(() -> assertThat(parts(knowing, path))
                        .as(path + " of seed " + seed)
                        .containsExactlyInAnyOrderElementsOf(parts(decoding, path)));
            }
            assertThat(decoding.server.answeredUndecoded()).isZero();
            System.out.println(knowing.server.answeredUndecoded() + " answered undecoded");
        }
    }

    /** Asks until a request was answered without being decoded; the answers. */
    private List<RawAnswer> askUntilKnown(Way way, String request) throws IOException {
        List<RawAnswer> answers = new ArrayList<>();
        long before = way.server.answeredUndecoded();
        while (way.server.answeredUndecoded() == before) {
            answers.add(way.ask(0, request));
            assertThat(answers).as("answers by the ordinary way").hasSizeLessThan(MOST_TRIES);
        }
        return answers;
    }

    /** An alias may be bound to no test, and then to one. */
    @Test
    void aRequestWithAnAliasIsAnsweredForTheTestThatItIsBoundToNow() throws Exception {
        try (Way way = new Way(Mode.REPLAY, true)) {
            way.keep(question(1), TestId.NONE, "{\"of\":\"none\"}", "[DONE]");
            way.keep(question(1), new TestId("a"), "{\"of\":\"a\"}", "[DONE]");
            String asked = post("1.1", "X-Reprise-Test: alias\r\n", question(1));
            way.control("POST", "tests/bind?alias=alias", "");
            for (int i = 0; i < 200; i++) {
                assertThat(text(way.ask(0, asked))).contains("none");
            }

            way.control("POST", "tests/bind?alias=alias&test=a", "");

            assertThat(text(way.ask(0, asked))).contains("\"of\":\"a\"");
        }
    }

    @Test
    void anAnswerThatIsKnownIsTheSame() throws Exception {
        try (Way way = new Way(Mode.REPLAY, true)) {
            way.keep(question(1), TestId.NONE, "{\"a\":1}", "[DONE]");

            List<RawAnswer> answers = askUntilKnown(way, post("1.1", "", question(1)));

            assertThat(answers).hasSizeGreaterThan(2);
            assertThat(answers.stream().map(KnownRequestsTest::text).distinct()).hasSize(1);
            assertThat(answers.get(0).head()).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aKnownAnswerThatASocketDoesNotTakeAtOnceIsTheSame() throws Exception {
        try (Way way = new Way(Mode.REPLAY, true)) {
            String[] events =
                    IntStream.range(0, 3_000).mapToObj(i -> i + "x".repeat(300)).toArray(String[]::new);
            way.keep(question(1), TestId.NONE, events);

            List<RawAnswer> answers = askUntilKnown(way, post("1.1", "", question(1)));
            answers.addAll(askUntilKnown(way, post("1.1", "", question(1))));

            assertThat(answers.stream().map(KnownRequestsTest::text).distinct()).hasSize(1);
            assertThat(answers.get(0).body()).hasSizeGreaterThan(900_000).contains("data: 2999x");
        }
    }

    @Test
    void aChangedRecordingAnswersAtOnce() throws Exception {
        try (Way way = new Way(Mode.REPLAY, true)) {
            way.keep(question(1), TestId.NONE, "old");
            String request = post("1.1", "", question(1));
            askUntilKnown(way, request);

            way.keep(question(1), TestId.NONE, "new");
            awaitLook();

            assertThat(text(way.ask(0, request))).contains("data: new");
            assertThat(askUntilKnown(way, request))
                    .allSatisfy(answer -> assertThat(text(answer)).contains("data: new"));
        }
    }

    /** No byte of a request says whether it came over TLS, and links that lead back do (docs/recording.md). */
    @Test
    void aRequestOverTlsTakesTheOrdinaryWay(@TempDir Path directory) throws Exception {
        LocalTls tls = LocalTls.in(directory);
        fixture.tls(tls.identity());
        try (Way way = new Way(Mode.REPLAY, true);
                Socket secret = tls.trusting()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), way.server.port())) {
            secret.setSoTimeout(20_000);
            way.keep(
                    question(1),
                    new Response(
                            201,
                            Headers.of(
                                    "location", "http://api.example/v1/jobs/1",
                                    "operation-location", "http://api.example/v1/jobs/2",
                                    "x-reprise-upstream", "http://api.example/v1"),
                            StreamFormat.WHOLE,
                            List.of(new Chunk(0, Bytes.utf8("{}"))),
                            Ending.COMPLETE));
            String request = post("1.1", "", question(1));

            for (int i = 0; i < ASKED_IN_A_ROW; i++) {
                assertThat(askUntilKnown(way, request))
                        .allSatisfy(answer ->
                                assertThat(answer.head()).contains("location: http://127.0.0.1/v1/jobs/1\r\n"));
                assertThat(ask(secret, request).head())
                        .contains("location: https://127.0.0.1/v1/jobs/1\r\n")
                        .contains("operation-location: https://127.0.0.1/v1/jobs/2\r\n");
            }

            way.ask(0, post("1.1", "", question(2))); // all before it are counted
            long undecoded = way.server.answeredUndecoded();
            for (int i = 0; i < 10 * ASKED_IN_A_ROW; i++) {
                assertThat(ask(secret, request).head()).contains("location: https://127.0.0.1/");
            }
            assertThat(way.server.answeredUndecoded()).isEqualTo(undecoded);
        }
    }

    private static RawAnswer ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return RawAnswer.read(socket.getInputStream());
    }

    @Test
    void whatComesInOneReadIsNotTakenForOneRequest() throws Exception {
        try (Way way = new Way(Mode.REPLAY, true);
                RawExchange pipe = new RawExchange(way.server)) {
            way.keep(question(1), TestId.NONE, "one");
            way.keep(question(2), TestId.NONE, "two");
            String one = post("1.1", "", question(1));
            String two = post("1.1", "", question(2));

            for (int i = 0; i < 20; i++) {
                pipe.send(one + two);
                assertThat(text(pipe.answer())).contains("data: one");
                assertThat(text(pipe.answer())).contains("data: two");
            }
        }
    }

    @Test
    void aBeginningThatCameBeforeIsNotTakenForARequest() throws Exception {
        try (Way way = new Way(Mode.REPLAY, true);
                RawExchange split = new RawExchange(way.server)) {
            way.keep(question(1), TestId.NONE, "one");
            way.keep(question(2), TestId.NONE, "two");

            for (int i = 0; i < 20; i++) {
                String request = post("1.1", "", question(1 + i % 2));
                int end = request.indexOf("\r\n\r\n") + 4;
                split.send(request.substring(0, end));
                awaitLook(); // so that the two are not read at once
                split.send(request.substring(end));
                assertThat(text(split.answer())).contains(i % 2 == 0 ? "data: one" : "data: two");
            }
        }
    }

    @Test
    void severalAtOnceAreAnsweredInTheirOrder() throws Exception {
        try (Way way = new Way(Mode.REPLAY, true);
                RawExchange pipe = new RawExchange(way.server)) {
            way.keep(question(1), TestId.NONE, "one");
            way.keep(question(2), TestId.NONE, "two");
            String one = post("1.1", "", question(1));
            String two = post("1.1", "", question(2));
            askUntilKnown(way, one);
            askUntilKnown(way, two);

            pipe.send(one + two + one);
            pipe.send(two);
            pipe.send(one.substring(0, 40));
            pipe.send(one.substring(40) + two);

            for (String word : List.of("one", "two", "one", "two", "one", "two")) {
                assertThat(text(pipe.answer())).contains("data: " + word);
            }
        }
    }
}
