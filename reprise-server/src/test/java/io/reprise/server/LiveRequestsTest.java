package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reprise.core.Slow;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.replay.ReplaySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The latest requests, as a list and as events. */
@Timeout(30)
@Slow
class LiveRequestsTest {
    private static final String OTHER = "{\"model\":\"m2\",\"messages\":[{\"role\":\"user\",\"content\":\"bye\"}]}";

    private static final int COMPARED = 3_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RepriseServer serve() {
        fixture.keepStream("{}", "[DONE]");
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private static Json get(RepriseServer server, String path) throws IOException, InterruptedException {
        return Json.parse(answer(server, path).body());
    }

    private static HttpResponse<String> answer(RepriseServer server, String path)
            throws IOException, InterruptedException {
        return ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                        .build());
    }

    private static List<Json> items(Json object, String name) {
        return object.get(name).map(Json::items).orElseThrow();
    }

    private static String text(Json object, String name) {
        Json value = object.get(name).orElseThrow();
        return value instanceof Json.JsonNumber number
                ? number.spelling()
                : value.string().orElse("null");
    }

    private BufferedReader events(RepriseServer server, String query) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/events" + query))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        return fixture.closing(new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    /** The data of the next event of this name. */
    private static Json next(BufferedReader events, String name) throws IOException {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.equals("event: " + name)) {
                return Json.parse(events.readLine().substring("data: ".length()));
            }
        }
        throw new AssertionError("the stream has ended");
    }

    @Test
    void theLatestRequestsAreListedNewestFirst() throws Exception {
        RepriseServer server = serve();
        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Test", "t"));
        ServerFixture.ask(ServerFixture.chat(server, OTHER));

        Json latest = get(server, "requests");
        new OpenApi(get(server, "openapi.json")).check("get", "requests", 200, latest);

        assertThat(text(latest, "total")).isEqualTo("2");
        Json missed = items(latest, "requests").get(0);
        Json replayed = items(latest, "requests").get(1);
        assertThat(missed.members().stream().map(Json.Member::name))
                .containsExactly(
                        "seq",
                        "at",
                        "outcome",
                        "method",
                        "path",
                        "model",
                        "title",
                        "test",
                        "key",
                        "status",
                        "chunks",
                        "duration_ms",
                        "fault",
                        "note",
                        "location",
                        "miss");
        assertThat(text(missed, "outcome")).isEqualTo("missed");
        assertThat(text(missed, "model")).isEqualTo("m2");
        assertThat(text(missed, "title")).isEqualTo("bye");
        assertThat(text(missed, "location")).isEqualTo("null");
        assertThat(text(missed, "miss")).isEqualTo("1");
        assertThat(text(replayed, "outcome")).isEqualTo("replayed");
        assertThat(text(replayed, "test")).isEqualTo("t");
        assertThat(text(replayed, "status")).isEqualTo("200");
        assertThat(fixture.store().at(text(replayed, "location"))).isPresent();
        assertThat(text(replayed, "miss")).isEqualTo("null");
    }

    @Test
    void pagesAndFiltersSelectAmongThem() throws Exception {
        RepriseServer server = serve();
        for (String test : new String[] {"a", "b", "c"}) {
            ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Test", test));
        }

        Json first = get(server, "requests?limit=2");
        Json rest = get(server, "requests?limit=2&cursor=" + text(first, "cursor"));
        Json one = get(server, "requests?filter=test:b%20outcome:replayed");

        assertThat(items(first, "requests"))
                .extracting(row -> text(row, "test"))
                .containsExactly("c", "b");
        assertThat(items(rest, "requests")).extracting(row -> text(row, "test")).containsExactly("a");
        assertThat(text(rest, "cursor")).isEqualTo("null");
        assertThat(text(rest, "total")).isEqualTo("3");
        assertThat(items(one, "requests")).extracting(row -> text(row, "test")).containsExactly("b");
        assertThat(answer(server, "requests?filter=tset:b").statusCode()).isEqualTo(400);
        assertThat(answer(server, "requests?filter=tset:b").body()).contains("there is no 'tset:'");
        assertThat(answer(server, "events?filter=tset:b").statusCode()).isEqualTo(400);
        assertThat(answer(server, "requests?cursor=x").statusCode()).isEqualTo(400);
    }

    @Test
    void whoFollowsSeesRequestsAsTheyCome() throws Exception {
        RepriseServer server = serve();
        BufferedReader all = events(server, "");
        BufferedReader misses = events(server, "?filter=outcome:missed");
        Json state = next(all, "state");

        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));
        Json rows = next(all, "rows");
        ServerFixture.ask(ServerFixture.chat(server, OTHER));
        Json missed = next(misses, "rows");
        while (items(missed, "rows").isEmpty()) { // what was filtered out changed the counts
            missed = next(misses, "rows");
        }

        assertThat(state.get("faults")).isPresent();
        assertThat(items(rows, "rows")).extracting(row -> text(row, "outcome")).containsExactly("replayed");
        assertThat(text(rows, "dropped")).isEqualTo("0");
        assertThat(text(rows.get("counts").orElseThrow(), "replayed")).isEqualTo("1");
        assertThat(items(missed, "rows"))
                .extracting(row -> text(row, "outcome"))
                .containsExactly("missed");
        assertThat(text(missed.get("counts").orElseThrow(), "missed")).isEqualTo("1");
    }

    @Test
    void whoFollowsIsToldOfRulesThatChange() throws Exception {
        RepriseServer server = serve();
        BufferedReader events = events(server, "");
        next(events, "state");

        ServerFixture.ask(HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/faults"))
                .POST(HttpRequest.BodyPublishers.ofString("status=503; test=x"))
                .build());

        assertThat(next(events, "state").get("faults").map(Object::toString))
                .hasValueSatisfying(faults -> assertThat(faults).contains("status=503"));
    }

    @Test
    void moreThanAPersonReadsIsASampleWithExactCounts() throws Exception {
        RepriseServer server = serve();
        BufferedReader events = events(server, "");
        for (int i = 0; i < 300; i++) {
            client.send(
                    ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Test", "t" + i),
                    HttpResponse.BodyHandlers.discarding());
        }

        long told = 0;
        while (told < 300) {
            Json rows = next(events, "rows");
            assertThat(items(rows, "rows")).hasSizeLessThanOrEqualTo(40);
            told += items(rows, "rows").size() + Long.parseLong(text(rows, "dropped"));
        }
        assertThat(told).isEqualTo(300);
    }

    @Test
    void streamsEndWhenTheServerStopsAndDoNotDelayIt() throws Exception {
        fixture.drain(Duration.ofMinutes(10));
        RepriseServer server = serve();
        BufferedReader events = events(server, "");
        next(events, "state");

        server.close();

        assertThat(events.lines().filter(line -> line.startsWith("event:"))).isEmpty();
    }

    @Test
    void noMoreThanSomeFollow() throws Exception {
        RepriseServer server = serve();
        List<BufferedReader> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            all.add(events(server, ""));
        }

        assertThat(answer(server, "events").statusCode()).isEqualTo(503);
        all.get(0).close();

        Awaitility.await().until(() -> {
            BufferedReader next;
            try {
                next = events(server, "");
            } catch (AssertionError full) {
                return false;
            }
            next.close();
            return true;
        });
    }

    @Test
    void aClientThatLeavesIsAnOutcomeOfItsOwn() throws Exception {
        fixture.keep(OTHER, 1, ServerFixture.stream(600_000, "{}", "[DONE]"));
        ReplaySettings recorded = new ReplaySettings(
                ReplaySettings.DEFAULT.repeat(),
                Pace.parse("recorded"),
                ReplaySettings.DEFAULT.paces(),
                ReplaySettings.DEFAULT.faults());
        RepriseServer server = fixture.serve(Mode.REPLAY, recorded);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(
                            ("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                                            + "content-length: " + OTHER.length() + "\r\n\r\n" + OTHER)
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        Awaitility.await()
                .until(() -> !items(get(server, "requests"), "requests").isEmpty());
        Json row = items(get(server, "requests"), "requests").get(0);
        assertThat(text(row, "outcome")).isEqualTo("client-left");
        assertThat(text(row, "note")).isEqualTo("the client went away");
        assertThat(get(server, "report").get("client_left").map(Object::toString))
                .isPresent();
    }

    /**
     * Compares bytes that workers have allocated, which put the events together: an open page has some 400 for each
     * replay more. What other threads do, such as the one that writes the log, varies by more than that.
     */
    @Test
    void aReplayAllocatesAsMuchAfterAPageHasClosedAsBeforeItOpened() throws Exception {
        RepriseServer server = serve();
        try (RawExchange replays = new RawExchange(server)) {
            replayWithAPageOpen(server, replays); // so that what is compiled next knows of pages
            allocated(replays, 6_000); // until it is compiled

            long before = allocated(replays, COMPARED);
            replayWithAPageOpen(server, replays);
            long after = allocated(replays, COMPARED);

            assertThat(after / COMPARED).isLessThanOrEqualTo(before / COMPARED + 128);
        }
    }

    private void replayWithAPageOpen(RepriseServer server, RawExchange replays) throws Exception {
        try (BufferedReader events = events(server, "")) {
            allocated(replays, 100);
            assertThat(items(next(events, "rows"), "rows")).isNotEmpty();
        }
        Awaitility.await().until(() -> answer(server, "metrics").body().contains("\nreprise_page_clients 0"));
    }

    /** Bytes that the workers allocate while a question is answered so many times. */
    private static long allocated(RawExchange replays, int times) throws IOException {
        Map<Long, Long> before = workersAllocated();
        for (int i = 0; i < times; i++) {
            replays.send("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + ServerFixture.QUESTION.length() + "\r\n\r\n" + ServerFixture.QUESTION);
            assertThat(replays.answer().head()).startsWith("HTTP/1.1 200 ");
        }
        Map<Long, Long> after = workersAllocated();
        assertThat(after).isNotEmpty();
        return after.entrySet().stream()
                .mapToLong(worker -> worker.getValue() - before.getOrDefault(worker.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> workersAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<Long, Long> allocated = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("reprise-worker-")) {
                allocated.put(thread.getThreadId(), threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return allocated;
    }
}
