package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.redact.Canaries;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.http.Limits;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.report.Detail;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Credentials at every place of a request, in every mode: none of them is in anything that people, strangers or files get. */
@Timeout(180)
@Slow
class CredentialsInWordsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int MAX_BODY = 20_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    private Path directory;

    private final List<String> answered = new ArrayList<>();

    static Stream<Arguments> policiesAndSeeds() {
        long seed = new Random().nextLong();
        return Stream.of(Arguments.of(Policy.REFUSE, seed), Arguments.of(Policy.MASK, seed + 1));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("policiesAndSeeds")
    void areInNothingThatLeavesTheServer(Policy policy, long seed) throws Exception {
        Canaries canaries = new Canaries(seed);
        String configured = canaries.ofNoForm();
        KnownCredentials known = new KnownCredentials();
        known.configure(configured);
        Redaction redaction = new Redaction(policy, List.of(), List.of()).knowing(known);
        KeyRules rules = KeyRules.NONE.withMask(redaction::mask);
        fixture.redaction(redaction);
        fixture.detail(Detail.DECISIONS);
        fixture.sizes(new Limits(MAX_BODY, Limits.DEFAULT.requestHead(), Limits.DEFAULT.recording()));

        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.RECORD_IF_MISSING, Mode.REPLAY)) {
            try (DirectoryStore store = new DirectoryStore(directory, rules);
                    RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, store, rules, upstreams())) {
                askAtEveryPlace(server, canaries, configured);
                talk(server, canaries);
                askAsAStranger(server, mode);
                await().untilAsserted(() -> assertThat(fixture.log()).contains("/v1/stranger/" + mode));
            }
        }

        canaries.assertNoneIn("log", fixture.log());
        answered.forEach(answer -> canaries.assertNoneIn("answer", answer));
        assertNoneInFiles(canaries);
    }

    private void assertNoneInFiles(Canaries canaries) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.toList();
            assertThat(all.size()).isGreaterThan(5);
            for (Path file : all) {
                canaries.assertNoneIn(
                        "name of a file", directory.relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    canaries.assertNoneIn(file.toString(), read(file));
                }
            }
        }
    }

    /** One that answers, one that repeats in its answer what it was asked, and one that is not there. */
    private List<Upstream> upstreams() throws IOException {
        FakeUpstream good = fixture.upstream((call, request, out) -> {
            String body = "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}";
            String head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ";
            out.write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
        });
        FakeUpstream repeating = fixture.upstream((call, request, out) -> {
            String target = request.split(" ", 3)[1];
            String id = target.replaceAll("[^!-~]|[\"\\\\]", "");
            String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\nlocation: " + id;
            String body = "data: {\"id\":\"" + id + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},"
                    + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
            out.write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
        });
        return List.of(
                new Upstream("good", good.url(), List.of(), Headers.NONE),
                new Upstream("repeating", repeating.url(), List.of(), Headers.NONE),
                new Upstream("away", URI.create("http://127.0.0.1:1/v1"), List.of(), Headers.NONE));
    }

    private void askAtEveryPlace(RepriseServer server, Canaries canaries, String configured) throws IOException {
        String foreign = canaries.ofNoForm();
        send(server, RequestPlaces.post(CHAT, "x-api-key: " + foreign + "\r\n", RequestPlaces.chat("hello")));
        for (String prefix : List.of("", "/u/repeating", "/u/away", "/u/unknown")) {
            for (RequestPlaces.Place place : RequestPlaces.all(prefix, MAX_BODY)) {
                String own = canaries.ofNoForm();
                for (String canary : canaries.two(canaries.ofKnownForm(), own, configured, foreign)) {
                    send(server, place.request(canary).replace("<own>", own));
                }
            }
            for (RequestPlaces.Place place : RequestPlaces.ofKnown(prefix)) {
                String own = canaries.ofNoForm();
                for (String canary : canaries.two(own, configured, foreign)) {
                    send(server, place.request(canary).replace("<own>", own));
                }
            }
        }
        for (RequestPlaces.Place place : RequestPlaces.ofOwn()) {
            send(server, place.request(canaries.ofNoFormInLetters()));
        }
    }

    private void talk(RepriseServer server, Canaries canaries) throws IOException {
        for (String canary : List.of(canaries.ofKnownForm(), canaries.ofNoFormInLetters())) {
            for (String target : List.of(
                    "/v1/realtime?model=" + canary, "/v1/realtime/" + canary, "/t/" + canary + "/v1/realtime")) {
                try (RawClient client = RawClient.connect(
                        server,
                        target,
                        "Sec-WebSocket-Protocol",
                        "realtime, example-api-key." + canary,
                        "Authorization",
                        "Bearer " + canary)) {
                    answered.add(client.head());
                    client.frames().text("{\"type\":\"" + canary + "\"}");
                    answered.add(client.frames().read().text());
                } catch (IOException ended) {
                    // the upstream does not speak WebSocket
                }
            }
        }
    }

    private void askAsAStranger(RepriseServer server, Mode mode) throws IOException {
        for (String path : List.of("health", "report", "misses", "recordings", "faults", "pace")) {
            answered.add(exchange(server, RequestPlaces.request("GET", "/__reprise/" + path, "", "")));
        }
        answered.add(exchange(server, RequestPlaces.post(CHAT, "", RequestPlaces.chat("what a stranger asks"))));
        answered.add(exchange(server, RequestPlaces.post("/v1/stranger/" + mode, "", "{}")));
    }

    /** Answers of the upstream are for the client that has asked. What Reprise says by itself repeats a credential to nobody. */
    private void send(RepriseServer server, String request) throws IOException {
        String answer = exchange(server, request);
        int body = answer.indexOf("\r\n\r\n");
        boolean isOwn = answer.toLowerCase(Locale.ROOT).contains("x-should-retry") || request.contains(" /__reprise/");
        boolean isOfUpstream = answer.contains("text/event-stream");
        answered.add(isOwn || body < 0 ? answer : isOfUpstream ? "" : answer.substring(0, body));
    }

    private static String exchange(RepriseServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
