package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.MemoryStore;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.network.NetworkTransport;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.report.Detail;
import io.reprise.server.upstream.Upstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordAndReplayTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    private static final String QUESTION =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}";

    private final MemoryStore store = new MemoryStore();
    private KeepSettings keeping = KeepSettings.DEFAULT;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.remove(open.size() - 1).close();
        }
    }

    private URI serve(Mode mode, FakeUpstream... upstreams) {
        List<Upstream> all = new ArrayList<>();
        for (FakeUpstream upstream : upstreams) {
            all.add(new Upstream(all.isEmpty() ? "" : "u" + all.size(), upstream.url(), List.of(), Headers.NONE));
        }
        ServerSettings settings = new ServerSettings(
                ServerFixture.loopback(Duration.ofSeconds(5)),
                mode,
                all,
                keeping,
                ReplaySettings.DEFAULT,
                CacheSettings.DEFAULT);
        RepriseServer server = RepriseServer.start(
                settings,
                new ServerParts(
                        store,
                        KeyRules.NONE,
                        Redaction.DEFAULT,
                        new ServerParts.LogOptions(
                                new PrintStream(log, true, StandardCharsets.UTF_8), Detail.REQUESTS, "record"),
                        ServerParts.Host.of(NetworkTransport.AUTO)));
        open.add(server);
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private FakeUpstream upstream(FakeUpstream.Script script) throws IOException {
        FakeUpstream upstream = new FakeUpstream(script);
        open.add(upstream);
        return upstream;
    }

    private static HttpRequest chat(URI server, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static String ask(HttpClient.Version version, HttpRequest request) throws Exception {
        return client(version)
                .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).build();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void replaysTheBytesThatWereRecorded(HttpClient.Version version) throws Exception {
        String body = ": hello\n\ndata: {\"a\" : 1.0}\r\n\r\nevent: x\ndata: {\"b\":\"\\u00f6\"}\n\ndata: [DONE]\n\n";
        FakeUpstream upstream = upstream((call, request, out) -> write(out, HEAD + body));
        URI recording = serve(Mode.RECORD, upstream);
        assertThat(ask(version, chat(recording, QUESTION))).isEqualTo(body);

        URI replaying = serve(Mode.REPLAY);
        String replayed = ask(version, chat(replaying, QUESTION));

        assertThat(replayed).isEqualTo(body);
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REPLAY", "RECORD_IF_MISSING", "LIVE"})
    void aRequestThatIsRecordedTwiceHasTheLastAnswer(Mode mode) throws Exception {
        FakeUpstream upstream =
                upstream((call, request, out) -> write(out, HEAD + "data: {\"n\":" + call + "}\n\ndata: [DONE]\n\n"));
        URI server = serve(mode, upstream);
        HttpRequest recording = chat(server, QUESTION, "X-Reprise-Test", "one", "X-Reprise-Mode", "record");
        HttpRequest replaying = chat(server, QUESTION, "X-Reprise-Test", "one", "X-Reprise-Mode", "replay");

        for (int i = 0; i < 3; i++) {
            String recorded = ask(HttpClient.Version.HTTP_1_1, recording);

            assertThat(ask(HttpClient.Version.HTTP_1_1, replaying)).isEqualTo(recorded);
            assertThat(ask(HttpClient.Version.HTTP_1_1, replaying)).isEqualTo(recorded);
        }
        assertThat(upstream.requests()).hasSize(3);
        assertThat(store.recordings()).hasSize(1);
    }

    @Test
    void aRequestThatIsToBeAskedAgainIsRecordedAsASeries() throws Exception {
        FakeUpstream upstream =
                upstream((call, request, out) -> write(out, HEAD + "data: {\"n\":" + call + "}\n\ndata: [DONE]\n\n"));
        URI server = serve(Mode.REPLAY, upstream);
        HttpRequest recording = chat(server, QUESTION, "X-Reprise-Mode", "record", "X-Reprise-Ask-Again", "true");

        for (int i = 0; i < 3; i++) {
            ask(HttpClient.Version.HTTP_1_1, recording);
        }

        assertThat(store.recordings()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "x1000", "ttft=1ms,tps=5000,jitter=50%,seed=1"})
    void replaysTheSameBytesAtAnyPace(String pace) throws Exception {
        String body = "data: {\"n\":0}\n\ndata: {\"n\":1}\n\ndata: [DONE]\n\n";
        FakeUpstream upstream = upstream((call, request, out) -> write(out, HEAD + body));
        ask(HttpClient.Version.HTTP_1_1, chat(serve(Mode.RECORD, upstream), QUESTION));
        URI replaying = serve(Mode.REPLAY);

        for (HttpClient.Version version : HttpClient.Version.values()) {
            assertThat(ask(version, chat(replaying, QUESTION, "X-Reprise-Pace", pace)))
                    .isEqualTo(body);
        }
    }

    @Test
    void passesEachEventOnBeforeTheNextOneIsSent() throws Exception {
        Semaphore seen = new Semaphore(1);
        int events = 20;
        FakeUpstream upstream = upstream((call, request, out) -> {
            write(out, HEAD);
            for (int i = 0; i < events; i++) {
                seen.acquire();
                write(out, "data: {\"n\":" + i + "}\n\n");
            }
            seen.acquire();
            write(out, "data: [DONE]\n\n");
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);

        InputStream in = client(HttpClient.Version.HTTP_1_1)
                .send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        StringBuilder received = new StringBuilder();
        for (int i = 0; i < events; i++) {
            while (!received.toString().endsWith("{\"n\":" + i + "}\n\n")) {
                received.append((char) in.read());
            }
            seen.release();
        }

        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: [DONE]\n\n");
        assertThat(store.recordings()).hasSize(1);
    }

    @Test
    void asksOnceForIdenticalRequestsAtTheSameTime() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch allAsked = new CountDownLatch(1);
        FakeUpstream upstream = upstream((call, request, out) -> {
            write(out, HEAD + "data: {\"n\":0}\n\n");
            asked.countDown();
            allAsked.await();
            write(out, "data: [DONE]\n\n");
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);
        HttpClient client = client(HttpClient.Version.HTTP_1_1);

        List<CompletableFuture<HttpResponse<InputStream>>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            answers.add(client.sendAsync(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream()));
        }
        asked.await();
        for (CompletableFuture<HttpResponse<InputStream>> answer : answers) {
            byte[] first = answer.get().body().readNBytes(15);
            assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("data: {\"n\":0}\n\n");
        }
        allAsked.countDown();

        for (CompletableFuture<HttpResponse<InputStream>> answer : answers) {
            assertThat(new String(answer.get().body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("data: [DONE]\n\n");
        }
        assertThat(upstream.requests()).hasSize(1);
        assertThat(store.recordings()).hasSize(1);
    }

    @Test
    @Timeout(20)
    void sendsALateClientAtOnceWhatHasArrivedBefore() throws Exception {
        CountDownLatch lateClientServed = new CountDownLatch(1);
        FakeUpstream upstream = upstream((call, request, out) -> {
            write(out, HEAD + "data: {\"n\":0}\n\n");
            lateClientServed.await();
            write(out, "data: [DONE]\n\n");
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);
        HttpClient client = client(HttpClient.Version.HTTP_1_1);
        InputStream early = client.send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        assertThat(early.readNBytes(15)).hasSize(15);

        InputStream late = client.send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream())
                .body();

        assertThat(new String(late.readNBytes(15), StandardCharsets.UTF_8)).isEqualTo("data: {\"n\":0}\n\n");
        lateClientServed.countDown();
        assertThat(new String(late.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: [DONE]\n\n");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    @Timeout(20)
    void keepsAnAnswerThatIsCompleteThoughTheUpstreamDoesNotHangUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FakeUpstream upstream = upstream((call, request, out) -> {
            write(out, HEAD + "data: {\"n\":0}\n\ndata: [DONE]\n\n");
            never.await();
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);

        String answer = ask(HttpClient.Version.HTTP_1_1, chat(server, QUESTION));

        assertThat(answer).isEqualTo("data: {\"n\":0}\n\ndata: [DONE]\n\n");
        assertThat(store.recordings()).hasSize(1);
    }

    @Test
    @Timeout(20)
    void waitsForAnUpstreamThatFallsSilentBeforeTheEnd() throws Exception {
        Semaphore goOn = new Semaphore(0);
        FakeUpstream upstream = upstream((call, request, out) -> {
            write(out, HEAD + "data: {\"n\":0}\n\n");
            goOn.acquire();
            write(out, "data: [DONE]\n\n");
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);
        InputStream in = client(HttpClient.Version.HTTP_1_1)
                .send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        assertThat(in.readNBytes(15)).hasSize(15);

        CompletableFuture<Integer> next = CompletableFuture.supplyAsync(() -> {
            try {
                return in.read();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        assertThatThrownBy(() -> next.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        goOn.release();

        assertThat(next.get()).isEqualTo('d');
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("ata: [DONE]\n\n");
    }

    @Test
    void keepsWhatTheClientDidNotWaitFor() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        FakeUpstream upstream = upstream((call, request, out) -> {
            write(out, HEAD + "data: {\"n\":0}\n\n");
            gone.await();
            write(out, "data: [DONE]\n\n");
            finished.countDown();
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);
        InputStream in = client(HttpClient.Version.HTTP_1_1)
                .send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        assertThat(in.read()).isEqualTo('d');
        in.close();
        gone.countDown();
        finished.await();

        String again = ask(HttpClient.Version.HTTP_1_1, chat(server, QUESTION));

        assertThat(again).isEqualTo("data: {\"n\":0}\n\ndata: [DONE]\n\n");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void doesNotComplainOfAClientThatHangsUpAfterTheEndMark() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        FakeUpstream upstream = upstream((call, request, out) -> {
            write(out, HEAD + "data: {\"n\":0}\n\ndata: [DONE]\n\n");
            gone.await();
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);
        String answer = "data: {\"n\":0}\n\ndata: [DONE]\n\n";
        try (InputStream in = client(HttpClient.Version.HTTP_1_1)
                .send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            assertThat(in.readNBytes(answer.length())).hasSize(answer.length());
        }
        gone.countDown();

        String again = ask(HttpClient.Version.HTTP_1_1, chat(server, QUESTION));

        assertThat(again).isEqualTo(answer);
        closeAll(); // what is to be logged has been logged then
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("recorded POST")
                .doesNotContain("went away");
    }

    @Test
    @Timeout(20)
    void asksAgainForAClientThatRetriesBeforeTheErrorHasEnded() throws Exception {
        CountDownLatch retried = new CountDownLatch(1);
        String busy = "HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
        FakeUpstream upstream = upstream((call, request, out) -> {
            if (call == 0) {
                write(out, busy + "{\"error\":");
                retried.await();
                write(out, "{}}");
            } else {
                write(out, HEAD + "data: [DONE]\n\n");
            }
        });
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);
        HttpResponse<InputStream> first = client(HttpClient.Version.HTTP_1_1)
                .send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream());

        String second = ask(HttpClient.Version.HTTP_1_1, chat(server, QUESTION, "x-stainless-retry-count", "1"));

        retried.countDown();
        assertThat(second).isEqualTo("data: [DONE]\n\n");
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(new String(first.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":{}}");
        assertThat(store.recordings()).hasSize(1);
    }

    @Test
    void passesACutStreamOnAsCutAndKeepsNothing() throws Exception {
        FakeUpstream upstream = upstream((call, request, out) -> write(
                out,
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                        + "f\r\ndata: {\"n\":0}\n\n\r\n"));
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);

        HttpResponse<InputStream> answer = client(HttpClient.Version.HTTP_1_1)
                .send(chat(server, QUESTION), HttpResponse.BodyHandlers.ofInputStream());

        assertThat(new String(answer.body().readNBytes(15), StandardCharsets.UTF_8))
                .isEqualTo("data: {\"n\":0}\n\n");
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
        assertThat(store.recordings()).isEmpty();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 407})
    void whatDependsOnCredentialsIsNeverKept(int status) throws Exception {
        FakeUpstream upstream = upstream(
                (call, request, out) -> write(out, "HTTP/1.1 " + status + " No\r\ncontent-length: 2\r\n\r\n{}"));
        keeping = new KeepSettings(true, true, KeepSettings.DEFAULT.readOn());
        URI server = serve(Mode.RECORD_IF_MISSING, upstream);

        ask(HttpClient.Version.HTTP_1_1, chat(server, QUESTION));

        assertThat(store.recordings()).isEmpty();
    }
}
