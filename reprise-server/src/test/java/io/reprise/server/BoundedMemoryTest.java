package io.reprise.server;

import static io.reprise.server.ServerFixture.chat;
import static io.reprise.server.ServerFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.memory.MemorySettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Large answers and many of them, with little memory. The fixture sees to it that nothing of the budget is left at the end. */
@Timeout(120)
@Slow
class BoundedMemoryTest {
    private static final int MIB = 1 << 20;
    private static final long SMALL_BUDGET = 32L << 20;
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    private static final String END = "data: [DONE]\n\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    private Path directory;

    private static String question(int number) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q" + number + "\"}],\"stream\":true}";
    }

    /** The events that answer a question; events of few values, so that they can be kept with little memory. */
    private static String events(long seed, int size) {
        Random random = new Random(seed);
        StringBuilder events = new StringBuilder();
        while (events.length() < size) {
            String words = "w".repeat(500 + random.nextInt(4_000)) + random.nextInt();
            events.append("data: {\"t\":\"").append(words).append("\"}\n\n");
        }
        return events + END;
    }

    private static void write(OutputStream out, String text, Random random) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(60_000));
            out.write(bytes, from, length);
            from += length;
        }
    }

    private static int numberOf(String request) {
        int at = request.indexOf("\"content\":\"q") + 12;
        return Integer.parseInt(request.substring(at, request.indexOf('"', at)));
    }

    private FakeUpstream answering(long seed, int size) throws IOException {
        return fixture.upstream((call, request, out) -> {
            int number = numberOf(request);
            out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
            write(out, events(seed + number, size), new Random(seed - number));
        });
    }

    private RepriseServer record(long budget, FakeUpstream upstream) {
        fixture.memory(new MemorySettings(budget, directory));
        return fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
    }

    private Map<String, String> recorded() {
        Map<String, String> bodies = new HashMap<>();
        fixture.store()
                .forEach(
                        entry -> bodies.put(
                                entry.question().request().body().toString(),
                                entry.recording().exchange().response().body().toString()),
                        broken -> {});
        return bodies;
    }

    private static CompletableFuture<HttpResponse<String>> ask(HttpClient client, RepriseServer server, int number) {
        return client.sendAsync(
                chat(server, question(number)), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static long inHealth(RepriseServer server, String member) throws IOException, InterruptedException {
        String health = ServerFixture.ask(HttpRequest.newBuilder(url(server).resolve("/__reprise/health"))
                        .build())
                .body();
        int at = health.indexOf('"' + member + "\": ") + member.length() + 4;
        int end = at;
        while (Character.isDigit(health.charAt(end))) {
            end++;
        }
        return Long.parseLong(health.substring(at, end));
    }

    @Test
    void keepsManyLargeAnswersAtTheSameTime() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RepriseServer server = record(2 * SMALL_BUDGET, answering(seed, MIB + MIB / 2));
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            answers.add(ask(client, server, i));
        }

        for (int i = 0; i < 30; i++) {
            assertThat(answers.get(i).get().body().equals(events(seed + i, MIB + MIB / 2)))
                    .as("answer " + i)
                    .isTrue();
        }
        Map<String, String> kept = recorded();
        assertThat(kept.keySet()).hasSize(30);
        for (int i = 0; i < 30; i++) {
            assertThat(events(seed + i, MIB + MIB / 2).equals(kept.get(question(i))))
                    .as("recording " + i)
                    .isTrue();
        }
        assertThat(inHealth(server, "peak")).isLessThan(2 * SMALL_BUDGET);
    }

    @Test
    void givesUpWhatCanNeverBeKeptAndPassesItOnAllTheSame() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RepriseServer server = record(16 * MIB, answering(seed, 6 * MIB));

        HttpResponse<String> answer = ServerFixture.ask(chat(server, question(1)));

        assertThat(answer.body()).isEqualTo(events(seed + 1, 6 * MIB));
        assertThat(recorded()).isEmpty();
        await().untilAsserted(() ->
                assertThat(fixture.log()).contains("NOT KEPT").contains("half of limits.memory, which is 16 MiB"));
        assertThat(inHealth(server, "given_up")).isEqualTo(1);
        assertThat(server.failedRecordings()).isEqualTo(1);
    }

    @Test
    void passesOnWhatCannotBePutOnDisk() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        directory = directory.resolve("missing");
        RepriseServer server = record(SMALL_BUDGET, answering(seed, 3 * MIB));

        HttpResponse<String> answer = ServerFixture.ask(chat(server, question(1)));

        assertThat(answer.body()).isEqualTo(events(seed + 1, 3 * MIB));
        assertThat(recorded()).isEmpty();
        await().untilAsserted(
                        () -> assertThat(fixture.log()).contains("NOT KEPT").contains("REPRISE_TMP"));
    }

    /** A client that reads nothing until it is told to. */
    private static final class SlowClient implements AutoCloseable {
        private final Socket socket;

        SlowClient(RepriseServer server, String body) throws IOException {
            socket = new Socket();
            socket.setReceiveBufferSize(4 << 10);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
                    + "content-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
        }

        /** The body, without the framing of HTTP. */
        String read() throws IOException {
            InputStream in = socket.getInputStream();
            RawClient.readHead(in);
            StringBuilder body = new StringBuilder();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                in.readNBytes(2);
            }
            return body.toString();
        }

        private static int chunkSize(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int one = in.read(); one != '\n'; one = in.read()) {
                if (one < 0) {
                    throw new IOException("the answer was cut");
                }
                if (one != '\r') {
                    line.append((char) one);
                }
            }
            return Integer.parseInt(line.toString(), 16);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void readsFromDiskForClientsThatJoinedAndAreSlower() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        int size = 6 * MIB;
        CountDownLatch joined = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
            String all = events(seed, size);
            out.write(all.substring(0, 100).getBytes(StandardCharsets.UTF_8));
            joined.await();
            write(out, all.substring(100), new Random(seed));
        });
        RepriseServer server = record(128 * MIB, upstream);
        HttpClient client = HttpClient.newHttpClient();
        CompletableFuture<HttpResponse<InputStream>> first =
                client.sendAsync(chat(server, question(0)), HttpResponse.BodyHandlers.ofInputStream());

        try (InputStream fast = first.get().body();
                SlowClient slow = new SlowClient(server, question(0))) {
            joined.countDown();
            String all = new String(fast.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(all).isEqualTo(events(seed, size));
            assertThat(inHealth(server, "files")).isEqualTo(1);
            assertThat(slow.read()).isEqualTo(all);
        }
        assertThat(upstream.requests()).hasSize(1);
        assertThat(recorded().values()).containsExactly(events(seed, size));
    }

    @Test
    void sendsALargeRecordingToManySlowClientsFromOnePlace() throws Exception {
        String event = "x".repeat(20_000);
        String[] events = new String[400];
        for (int i = 0; i < events.length; i++) {
            events[i] = "{\"t\":\"" + event + i + "\"}";
        }
        fixture.keep(question(1), 1, ServerFixture.stream(1, events));
        String body = recorded().get(question(1));
        fixture.cache(new CacheSettings(CacheSettings.Ids.RECORDED, MIB));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                clients.add(new SlowClient(server, question(1)).socket);
            }
            for (Socket each : clients) {
                String head = RawClient.readHead(each.getInputStream());
                assertThat(head).contains("content-length: " + body.length());
                assertThat(new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(body);
            }
        } finally {
            for (Socket each : clients) {
                each.close();
            }
        }
    }

    @Test
    void doesNotReadFasterThanASlowClientWhatIsNotKept() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        directory = directory.resolve("missing");
        RepriseServer server = record(SMALL_BUDGET, answering(seed, 20 * MIB));

        try (SlowClient slow = new SlowClient(server, question(3))) {
            assertThat(slow.read()).isEqualTo(events(seed + 3, 20 * MIB));
        }

        assertThat(inHealth(server, "peak")).isLessThan(8 * MIB);
    }

    @Test
    void givesEverythingBackHoweverItEnds() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            Random its = new Random(seed + call);
            out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
            String all = events(seed + call, 2 * MIB);
            write(out, all.substring(0, 1 + its.nextInt(all.length())), its); // and then it breaks off
        });
        RepriseServer server = record(SMALL_BUDGET, upstream);

        for (int i = 0; i < 30; i++) {
            try (SlowClient client = new SlowClient(server, question(i))) {
                client.socket.getInputStream().readNBytes(random.nextInt(MIB));
            }
        }

        await().untilAsserted(() -> assertThat(server.memoryUsed()).isZero());
        await().untilAsserted(() -> assertThat(server.spillFiles()).isZero());
    }

    @Test
    void givesEverythingBackWhenItStops() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        fixture.drain(java.time.Duration.ofMillis(1));
        CountDownLatch never = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
            write(out, events(seed, 3 * MIB).substring(0, 3 * MIB), new Random(seed));
            never.await();
        });
        RepriseServer server = record(SMALL_BUDGET, upstream);

        try (SlowClient client = new SlowClient(server, question(1))) {
            client.socket.getInputStream().readNBytes(2 * MIB);
            await().until(() -> server.spillFiles() == 1);
            server.close();
        } finally {
            never.countDown();
        }

        assertThat(server.memoryUsed()).isZero();
        assertThat(server.spillFiles()).isZero();
    }
}
