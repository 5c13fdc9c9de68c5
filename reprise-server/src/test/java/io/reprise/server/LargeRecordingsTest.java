package io.reprise.server;

import static io.reprise.server.ServerFixture.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.memory.MemorySettings;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are recorded in pieces, beside the same ones that are recorded in memory: the files are the same, but for the times. */
@Slow
class LargeRecordingsTest {
    private static final int MIB = 1 << 20;

    /** The stream takes more than half of that, so that it cannot be recorded in memory. */
    private static final long LITTLE = 8L * MIB;

    private static final String SECRET = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n";
    private static final String END = "data: [DONE]\n\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    private Path directory;

    private static String event(String content) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + content + "\"},\"finish_reason\":null}]}\n\n";
    }

    /** In the middle, these parts of one text. */
    private static String events(String... middle) {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            events.append(event("w" + i + " "));
        }
        for (String part : middle) {
            events.append(event(part));
        }
        for (int i = 0; i < 2_500; i++) {
            events.append(event(i % 100 == 0 ? "\\u00e9 \\n" : "x" + i + " "));
        }
        return events.append("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5001}}\n\n")
                .toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private FakeUpstream answering(String head, byte[] body) throws IOException {
        return fixture.upstream((call, request, out) -> {
            out.write(utf8(head + "\r\n"));
            out.write(body);
        });
    }

    private RepriseServer record(String store, long memory, FakeUpstream upstream) throws IOException {
        Path files = Files.createDirectories(directory.resolve("files"));
        fixture.memory(new MemorySettings(memory, files));
        return fixture.serve(
                Mode.RECORD,
                ReplaySettings.DEFAULT,
                fixture.closing(new DirectoryStore(directory.resolve(store), KeyRules.NONE)),
                KeyRules.NONE,
                upstream);
    }

    private List<String> recorded(String store) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(store))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(LargeRecordingsTest::withoutTimes)
                    .toList();
        }
    }

    private static String withoutTimes(Path file) {
        try {
            return Files.readString(file).replaceAll("\"at\": \\d+", "\"at\": 0");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Has the same answer recorded in both ways, and returns the file. */
    private String recordedInPieces(String head, byte[] body) throws Exception {
        FakeUpstream upstream = answering(head, body);
        String question = ServerFixture.QUESTION;
        ServerFixture.ask(chat(record("memory", 1L << 30, upstream), question));
        ServerFixture.ask(chat(record("pieces", LITTLE, upstream), question));
        assertThat(fixture.log()).doesNotContain("NOT KEPT");
        String file = recorded("pieces").get(0);
        assertThat(file.equals(recorded("memory").get(0))).as("the same file").isTrue();
        return file;
    }

    @Test
    void haveTheSameFile() throws Exception {
        String file = recordedInPieces(HEAD, utf8(events() + END));

        assertThat(file.contains("\"w2499 \"") && file.contains("[DONE]")).isTrue();
        assertThat(fixture.log()).contains("chunks=5002");
    }

    @Test
    void areDecoded() throws Exception {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(utf8(events() + END));
        }

        String file = recordedInPieces(HEAD + "content-encoding: gzip\r\n", coded.toByteArray());

        assertThat(file.contains("\"w2499 \"")).isTrue();
    }

    @Test
    void keepTheEndOfThoseThatBrokeOff() throws Exception {
        fixture.keeping(new KeepSettings(false, true, Duration.ofMinutes(5)));

        assertThat(recordedInPieces(HEAD, utf8(events())).contains("\"ending\": \"early\""))
                .isTrue();
    }

    @Test
    void areNotKeptIfTheyBrokeOff() throws Exception {
        FakeUpstream upstream = answering(HEAD, utf8(events()));

        ServerFixture.ask(chat(record("pieces", LITTLE, upstream), ServerFixture.QUESTION));

        await().untilAsserted(() -> assertThat(fixture.log()).contains("ended before it was complete"));
        assertThat(directory.resolve("pieces")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void areMasked(int length) throws Exception {
        fixture.redaction(new Redaction(Redaction.Policy.MASK, List.of(), List.of()));
        String[] parts = (" key: " + SECRET + " ").split("(?<=\\G.{" + length + "})");

        String file = recordedInPieces(HEAD, utf8(events(parts) + END));

        assertThat(file.contains(Redaction.MASK) && !file.contains(SECRET)).isTrue();
    }

    @Test
    void areNotKeptIfTheyHaveACredential() throws Exception {
        FakeUpstream upstream = answering(HEAD, utf8(events(SECRET.split("(?<=\\G.{3})")) + END));
        RepriseServer server = record("pieces", LITTLE, upstream);

        ServerFixture.ask(chat(server, ServerFixture.QUESTION));

        await().untilAsserted(() -> assertThat(fixture.log()).contains("NOT KEPT: it seems to contain a credential"));
        assertThat(directory.resolve("pieces")).doesNotExist();
        assertThat(server.failedRecordings()).isEqualTo(1);
    }

    @Test
    void areNotKeptIfAChunkIsTooLarge() throws Exception {
        FakeUpstream upstream = answering(HEAD, utf8(event("x".repeat(4 * MIB)) + END));
        RepriseServer server = record("pieces", LITTLE, upstream);

        assertThat(ServerFixture.ask(chat(server, ServerFixture.QUESTION)).body())
                .hasSizeGreaterThan(4 * MIB)
                .endsWith(END);

        await().untilAsserted(() -> assertThat(fixture.log()).contains("NOT KEPT: recording these 4 MB takes about"));
        assertThat(server.failedRecordings()).isEqualTo(1);
    }

    @Test
    void endWithTheirMarkWhereTheConnectionStaysOpen() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            out.write(utf8(HEAD + "\r\n" + events() + END));
            out.flush();
            never.await();
        });
        RepriseServer server = record("pieces", LITTLE, upstream);

        assertThat(ServerFixture.ask(chat(server, ServerFixture.QUESTION)).body())
                .endsWith(END);

        assertThat(recorded("pieces")).hasSize(1);
        never.countDown();
    }

    @Test
    void changeNothingWhenTheyComeAgain() throws Exception {
        FakeUpstream upstream = answering(HEAD, utf8(events() + END));

        ServerFixture.ask(chat(record("pieces", LITTLE, upstream), ServerFixture.QUESTION));
        ServerFixture.ask(chat(record("pieces", LITTLE, upstream), ServerFixture.QUESTION));

        await().untilAsserted(() -> assertThat(fixture.log()).contains("(unchanged)"));
        assertThat(recorded("pieces")).hasSize(1);
    }
}
