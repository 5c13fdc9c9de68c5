package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.reprise.core.Cassettes;
import io.reprise.core.Corpora;
import io.reprise.core.content.Coded;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Real answers, sent in each content coding, in pieces. Each exchange is tried in one coding, with a client that accepts it or does not; in all six ways with
 * the system property {@code corpora.all}.
 */
@Tag(Corpora.TAG)
class CodedCassettesTest {
    private static final List<String> CODINGS = List.of("gzip", "br", "zstd");
    private static final int PIECES = 8;

    /** One way to send one answer. */
    private record Try(String test, Exchange exchange, String coding, boolean isAccepted) {
        Bytes body() {
            Response response = exchange.response();
            return Response.mayHaveBody(exchange.request().method(), response.status()) ? response.body() : Bytes.EMPTY;
        }

        boolean isCoded() {
            return !coding.isEmpty();
        }
    }

    /** What a client got. */
    private record Answer(int status, Headers headers, Bytes body) {
        boolean isCoded() {
            return headers.first("content-encoding").isPresent();
        }
    }

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void areKeptAndReplayedLikePlainOnes() throws Exception {
        List<Try> tries = tries();
        fixture.keeping(new KeepSettings(true, true, Duration.ofSeconds(10)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream(tries));
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < tries.size(); i++) {
            Try one = tries.get(i);
            Answer answer = ask(server, one, i);
            List<Bytes> sent = coded(one, i);
            boolean isAsSent = answer.body().equals(Bytes.concat(sent)) && answer.isCoded() == one.isCoded();
            boolean isPlain = answer.body().equals(one.body()) && !answer.isCoded();
            if (one.isCoded() && one.isAccepted() ? !isAsSent : !isPlain) {
                wrong.add("sent: " + one.test());
            }
        }
        Map<TestId, Recording> kept = fixture.store().recordings().stream()
                .collect(Collectors.toMap(Recording::test, recording -> recording, (one, other) -> one));
        compare(tries, kept, wrong);
        replay(tries, kept, wrong);
        Corpora.tried(tries.size(), kept.size() + " kept, seed " + seed + "L, wrong: " + wrong);
        assertThat(wrong).isEmpty();
    }

    /** The recording of a coded answer is that of the plain one. */
    private static void compare(List<Try> tries, Map<TestId, Recording> kept, List<String> wrong) {
        Try plain = tries.get(0);
        for (Try one : tries) {
            plain = one.isCoded() ? plain : one;
            Recording coded = kept.get(new TestId(one.test()));
            Recording other = kept.get(new TestId(plain.test()));
            if (coded == null || other == null) {
                if (coded != other) {
                    wrong.add("kept: " + one.test());
                }
                continue;
            }
            Response response = coded.exchange().response();
            boolean isSame =
                    response.headers().equals(other.exchange().response().headers())
                            && response.ending() == other.exchange().response().ending()
                            && bytes(response).equals(bytes(other.exchange().response()));
            if (!isSame || !said(coded).equals(said(other))) {
                wrong.add((isSame ? "written: " : "other: ") + one.test());
            }
        }
    }

    /** The answer as it is in a file, without its times. */
    private static String said(Recording recording) {
        Response response = recording.exchange().response();
        List<Chunk> atOnce = response.chunks().stream()
                .map(chunk -> new Chunk(0, chunk.bytes()))
                .toList();
        Exchange exchange = new Exchange(Request.post("/v1/x", "{}"), response.withChunks(atOnce));
        return RecordingFile.write(new Recording(TestId.NONE, "", 1, exchange)).toString();
    }

    private static List<Bytes> bytes(Response response) {
        return response.chunks().stream().map(Chunk::bytes).toList();
    }

    private void replay(List<Try> tries, Map<TestId, Recording> kept, List<String> wrong) throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        for (int i = 0; i < tries.size(); i++) {
            Try one = tries.get(i);
            if (kept.containsKey(new TestId(one.test()))) {
                Answer answer = ask(server, one, i);
                boolean isRight = answer.status() == one.exchange().response().status()
                        && answer.body().equals(one.body())
                        && !answer.isCoded();
                if (!isRight) {
                    wrong.add("replayed: " + one.test());
                }
            }
        }
    }

    private static List<Try> tries() throws IOException {
        List<Exchange> all = new ArrayList<>(llamaStack());
        Cassettes.read().files().stream()
                .flatMap(file -> file.exchanges().stream())
                .map(Cassettes.Recorded::exchange)
                .forEach(all::add);
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Exchange exchange = all.get(i);
            if (ApiFamilies.of(exchange.request()).isModelList()) {
                continue;
            }
            tries.add(new Try(i + "-plain", exchange, "", true));
            for (int way = 0; way < 2 * CODINGS.size(); way++) {
                if (Boolean.getBoolean("corpora.all") || way == i % (2 * CODINGS.size())) {
                    String coding = CODINGS.get(way / 2);
                    tries.add(new Try(i + "-" + coding + "-" + way % 2, exchange, coding, way % 2 == 0));
                }
            }
        }
        return tries;
    }

    /** Some of llama-stack's chats, as their API sends them. */
    private static List<Exchange> llamaStack() throws IOException {
        try (Stream<Path> files = Files.walk(Corpora.llamaStack())) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            int step = Boolean.getBoolean("corpora.all") ? 1 : 10;
            return IntStream.range(0, all.size() / step)
                    .mapToObj(i -> chat(all.get(i * step)))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static Optional<Exchange> chat(Path file) {
        Json root;
        try {
            root = Json.parse(Files.readString(file));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        Json asked = root.get("request").orElse(Json.NULL);
        String endpoint = asked.get("endpoint").flatMap(Json::string).orElse("");
        Optional<Json> body = asked.get("body");
        Optional<Json> answer = root.get("response").flatMap(response -> response.get("body"));
        if (!endpoint.startsWith("/v1/chat") || body.isEmpty() || answer.isEmpty()) {
            return Optional.empty();
        }
        Request request = Request.post(endpoint, body.get().write(Layout.COMPACT));
        List<Json> items = answer.get().items();
        String events = items.stream()
                .map(item -> "data: " + item.get("__data__").orElse(Json.NULL).write(Layout.COMPACT) + "\n\n")
                .collect(Collectors.joining());
        String whole = answer.get().get("__data__").orElse(Json.NULL).write(Layout.COMPACT);
        Response response = items.isEmpty()
                ? Response.whole(200, "application/json", Bytes.utf8(whole))
                : Response.whole(200, "text/event-stream", Bytes.utf8(events + "data: [DONE]\n\n"));
        return Optional.of(new Exchange(request, response));
    }

    private FakeUpstream upstream(List<Try> tries) throws IOException {
        return fixture.upstream((call, request, out) -> {
            int number = Integer.parseInt(request.replaceFirst("(?is).*\r\nx-exchange: (\\d+)\r\n.*", "$1"));
            Try one = tries.get(number);
            Response response = one.exchange().response();
            StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " x\r\nconnection: close\r\n");
            response.headers().fields().forEach(field -> head.append(field.name() + ": " + field.value() + "\r\n"));
            if (one.isCoded() && Response.mayHaveBody(response.status())) {
                head.append("content-encoding: " + one.coding() + "\r\n");
            }
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            for (Bytes piece : coded(one, number)) {
                out.write(piece.toArray());
                out.flush();
            }
        });
    }

    /** The body in pieces, each of which can be decoded when it has arrived. */
    private List<Bytes> coded(Try one, int number) throws IOException {
        byte[] plain = one.body().toArray();
        if (!one.isCoded() || plain.length == 0) {
            return List.of(one.body());
        }
        Random random = new Random(seed + number);
        List<Bytes> pieces = new ArrayList<>();
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        if (one.coding().equals("br")) {
            return List.of(Coded.br(plain));
        }
        try (OutputStream coder =
                one.coding().equals("gzip") ? new GZIPOutputStream(coded, true) : new ZstdOutputStream(coded)) {
            for (int from = 0, to; from < plain.length; from = to) {
                to = Math.min(plain.length, from + 1 + random.nextInt(1 + 2 * plain.length / PIECES));
                coder.write(plain, from, to - from);
                coder.flush();
                pieces.add(Bytes.copyOf(coded.toByteArray()));
                coded.reset();
            }
        }
        pieces.add(Bytes.copyOf(coded.toByteArray()));
        return pieces;
    }

    private Answer ask(RepriseServer server, Try one, int number) throws Exception {
        Request request = one.exchange().request();
        String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        HttpRequest.Builder asked = HttpRequest.newBuilder(URI.create(
                        ServerFixture.url(server) + target.replaceAll("[<>|\"^`{}\\\\ ]|%(?![0-9a-fA-F]{2})", "_")))
                .timeout(Duration.ofSeconds(30))
                .method(
                        request.method(),
                        HttpRequest.BodyPublishers.ofByteArray(request.body().toArray()))
                .header("X-Exchange", String.valueOf(number))
                .header("X-Reprise-Test", one.test());
        request.headers().first("content-type").ifPresent(type -> asked.header("content-type", type));
        if (one.isAccepted()) {
            asked.header("accept-encoding", one.isCoded() ? one.coding() : "identity");
        }
        HttpResponse<byte[]> answer = client.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
        List<Headers.Field> fields = new ArrayList<>();
        answer.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> fields.add(new Headers.Field(name, value))));
        return new Answer(answer.statusCode(), new Headers(fields), Bytes.owning(answer.body()));
    }
}
