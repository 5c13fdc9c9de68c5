package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.memory.MemorySettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings that are too large to be in memory, beside the same ones in memory: clients cannot tell one from the other. */
@Slow
class LargeAnswersTest {
    /** With so much, no file of 256 KiB or more can be read as a whole. */
    private static final long NO_MEMORY = 1 << 10;

    private static final CacheSettings SMALL_CACHE = new CacheSettings(CacheSettings.Ids.RECORDED, 1 << 10);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    private Path directory;

    private static Response stream(int events) {
        return ServerFixture.stream(
                1,
                IntStream.range(0, events)
                        .mapToObj(i -> "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w" + i
                                + "\"},\"finish_reason\":null}]}")
                        .toArray(String[]::new));
    }

    private static Response text(int lines) {
        String text = IntStream.range(0, lines)
                .mapToObj(i -> "line " + i + " \u00e9\n")
                .collect(Collectors.joining());
        return new Response(
                200,
                Headers.of("content-type", "text/plain"),
                StreamFormat.WHOLE,
                List.of(new Chunk(3, Bytes.utf8(text))),
                Ending.COMPLETE);
    }

    private void keep(Response response) {
        try (DirectoryStore store = new DirectoryStore(directory, KeyRules.NONE)) {
            Request request = ServerFixture.request(ServerFixture.QUESTION);
            Question question = KeyRules.NONE.question(request, TestId.NONE);
            store.append(question, "", new Exchange(request, response));
        }
    }

    private RepriseServer inMemory() {
        fixture.cache(CacheSettings.DEFAULT);
        return serve(Long.MAX_VALUE);
    }

    private RepriseServer inPieces() {
        fixture.cache(SMALL_CACHE);
        return serve(NO_MEMORY);
    }

    private RepriseServer serve(long memory) {
        Store store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE, memory));
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static RawAnswer ask(RepriseServer server, String... headers) throws IOException {
        return RawAnswer.of(server, ServerFixture.QUESTION, headers);
    }

    private static List<String> head(RawAnswer answer) {
        return Stream.of(answer.head().toLowerCase(Locale.ROOT).split("\r\n"))
                .filter(line -> !line.startsWith("date:"))
                .sorted()
                .toList();
    }

    private static List<String> pieces(RawAnswer answer) {
        return answer.pieces().stream()
                .map(piece -> new String(piece, StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "flushed", "x1000000", "ttft=1ms,tps=1000000"})
    void aStreamIsTheSameInItsHeadAndItsChunks(String pace) throws Exception {
        keep(stream(20_000));

        RawAnswer whole = ask(inMemory(), "X-Reprise-Pace", pace);
        RawAnswer inPieces = ask(inPieces(), "X-Reprise-Pace", pace);

        assertThat(head(inPieces)).isEqualTo(head(whole));
        assertThat(inPieces.body().equals(whole.body())).isTrue();
        assertThat(pieces(inPieces)).allMatch(piece -> piece.endsWith("}\n\n"), "ends where an event ends");
        assertThat(inPieces.ending()).isEqualTo(RawAnswer.Ending.WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "recorded"})
    void aTextIsTheSameInItsHeadAndItsBytes(String pace) throws Exception {
        keep(text(50_000));

        RawAnswer whole = ask(inMemory(), "X-Reprise-Pace", pace);
        RawAnswer inPieces = ask(inPieces(), "X-Reprise-Pace", pace);

        assertThat(head(inPieces)).isEqualTo(head(whole)).anyMatch(line -> line.startsWith("content-length:"));
        assertThat(inPieces.body().equals(whole.body())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "x1000000"})
    void aStreamThatWasCutIsCutAtTheSamePlace(String pace) throws Exception {
        keep(stream(10_000).withEnding(Ending.CUT));

        RawAnswer whole = ask(inMemory(), "X-Reprise-Pace", pace);
        RawAnswer inPieces = ask(inPieces(), "X-Reprise-Pace", pace);

        assertThat(inPieces.body().equals(whole.body())).isTrue();
        assertThat(inPieces.ending()).isEqualTo(whole.ending()).isEqualTo(RawAnswer.Ending.CLOSED);
        assertThat(head(inPieces)).isEqualTo(head(whole));
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, instant", "HTTP_2, instant", "HTTP_1_1, x1000000", "HTTP_2, x1000000"})
    void answersAgainAndAgain(HttpClient.Version version, String pace) throws Exception {
        Response recorded = stream(10_000);
        keep(recorded);
        RepriseServer server = inPieces();

        for (int i = 0; i < 3; i++) {
            assertThat(ServerFixture.ask(
                                    version, ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Pace", pace))
                            .body())
                    .matches(recorded.body().toString()::equals, "is what was recorded");
        }

        assertThat(fixture.log()).contains("chunks=10000").doesNotContain("xception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "flushed", "x1000000"})
    void manyClientsThatReadLateGetEveryByte(String pace) throws Exception {
        Response recorded = stream(100_000);
        keep(recorded);
        RepriseServer server = inPieces();
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket client = fixture.closing(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                client.getOutputStream().write(request(pace).getBytes(StandardCharsets.UTF_8));
                clients.add(client);
            }
            for (Socket client : clients) {
                assertThat(RawAnswer.read(client.getInputStream()).body())
                        .matches(recorded.body().toString()::equals, "is what was recorded");
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static String request(String pace) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Reprise-Pace: " + pace
                + "\r\nContent-Type: application/json\r\nContent-Length: " + ServerFixture.QUESTION.length()
                + "\r\n\r\n"
                + ServerFixture.QUESTION;
    }

    @Test
    void aClientThatLeavesWithTheLastByteHasTheWholeAnswer() throws Exception {
        keep(stream(5_000));
        RepriseServer server = inPieces();

        for (int i = 0; i < 30; i++) {
            assertThat(ask(server).ending()).isEqualTo(RawAnswer.Ending.WHOLE);
        }

        Awaitility.await().until(() -> report(server).contains("\"replayed\": 30"));
    }

    @Test
    void endsWhereTheClientGoesAway() throws Exception {
        keep(stream(100_000));
        RepriseServer server = inPieces();

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream().write(request("instant").getBytes(StandardCharsets.UTF_8));
            assertThat(client.getInputStream().readNBytes(300)).hasSize(300);
            client.setSoLinger(true, 0);
        }

        Awaitility.await().until(() -> fixture.log().contains("went away"));
        assertThat(fixture.log()).doesNotContain("xception");
    }

    @Test
    void aFaultHasItsEffectWhereThereIsMemoryForIt() throws Exception {
        keep(stream(10_000));
        RepriseServer server = inPieces();

        RawAnswer answer = ask(server, "X-Reprise-Fault", "cut,after=3");

        assertThat(pieces(answer)).hasSize(3);
        assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.CLOSED);
    }

    @Test
    void aFaultForWhichThereIsNoMemoryIsRefusedWithTheSetting() throws Exception {
        keep(stream(20_000));
        fixture.memory(new MemorySettings(4 << 20, MemorySettings.standard().directory()));
        RepriseServer server = inPieces();

        RawAnswer answer = ask(server, "X-Reprise-Fault", "cut,after=3");

        assertThat(answer.head()).startsWith("HTTP/1.1 503");
        assertThat(answer.body()).contains("limits.memory");
        assertThat(ask(server).head()).startsWith("HTTP/1.1 200");
    }

    @Test
    void noticesThatTheFileHasChanged() throws Exception {
        keep(stream(10_000));
        RepriseServer server = inPieces();
        assertThat(ask(server).body()).contains("\"w9999\"");

        Files.writeString(file(), Files.readString(file()).replace("\"w9999\"", "\"other\""));

        Awaitility.await().until(() -> ask(server).body().contains("\"other\""));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        keep(stream(10_000));
        RepriseServer server = inPieces();
        String text = Files.readString(file());

        Files.writeString(file(), text.substring(0, text.length() - 10), StandardOpenOption.TRUNCATE_EXISTING);

        RawAnswer answer = ask(server);
        assertThat(answer.head()).startsWith("HTTP/1.1 500");
        assertThat(answer.body())
                .contains("it is not valid JSON: it ends too early")
                .contains(file().getFileName().toString());
    }

    @Test
    void whatCannotBeReadInPiecesSaysHowMuchMemoryItTakes() throws Exception {
        keep(stream(10_000));
        RepriseServer server = inPieces();
        String text = Files.readString(file());
        int at = text.lastIndexOf("\n  }\n}");

        Files.writeString(file(), text.substring(0, at) + ",\"dialect\":{}" + text.substring(at));

        RawAnswer answer = ask(server);
        assertThat(answer.head()).startsWith("HTTP/1.1 500");
        assertThat(answer.body()).contains("MiB of memory", "limits.memory");
    }

    @Test
    void aChunkForWhichThereIsNoMemoryIsRefusedAndTheServerGoesOn() throws Exception {
        List<Chunk> chunks = new ArrayList<>(stream(10_000).chunks());
        chunks.add(Chunk.of(10_000, "data: " + "x".repeat(1 << 20) + "\n\n"));
        keep(stream(1).withChunks(chunks));
        RepriseServer server = inPieces();

        RawAnswer answer = ask(server);

        assertThat(answer.head()).startsWith("HTTP/1.1 500");
        assertThat(answer.body()).contains("MiB of memory", "limits.memory");
    }

    @Test
    void countsTheTokensThatItSaves() throws Exception {
        List<Chunk> chunks = new ArrayList<>(stream(10_000).chunks());
        chunks.add(Chunk.of(
                10_000,
                "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":10000}}\n\n"));
        chunks.add(Chunk.of(10_000, "data: [DONE]\n\n"));
        keep(stream(1).withChunks(chunks));
        RepriseServer server = inPieces();

        ask(server);

        Awaitility.await().until(() -> report(server).contains("\"replayed\": 1"));
        assertThat(report(server)).contains("\"input\": 7", "\"output\": 10000");
    }

    private static String report(RepriseServer server) throws IOException {
        String request = "GET /__reprise/report HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        return RawAnswer.ofRequest(server, request).body().replaceAll("\\s*:\\s*", ": ");
    }

    @Test
    void anAnswerForWhichThereIsNoMemoryDoesNotCountAsGiven() throws Exception {
        keep(stream(20_000));
        keep(stream(20_001));
        fixture.memory(new MemorySettings(4 << 20, MemorySettings.standard().directory()));
        RepriseServer server = inPieces();

        RawAnswer refused = ask(server, "X-Reprise-Fault", "cut,after=3");
        RawAnswer answer = ask(server);

        assertThat(refused.head()).startsWith("HTTP/1.1 503");
        assertThat(answer.body()).contains("w19999").doesNotContain("w20000");
    }

    @Test
    void aFaultInsteadOfTheAnswerNeedsNoMemoryForIt() throws Exception {
        keep(stream(20_000));
        fixture.memory(new MemorySettings(4 << 20, MemorySettings.standard().directory()));

        assertThat(ask(inPieces(), "X-Reprise-Fault", "status=418").head()).startsWith("HTTP/1.1 418");
    }
}
