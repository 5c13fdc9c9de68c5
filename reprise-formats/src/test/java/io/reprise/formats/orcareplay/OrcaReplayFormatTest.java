package io.reprise.formats.orcareplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrcaReplayFormatTest {
    private static final String DIGEST = "f7c1592306093f65f441d2afd5f496b7635b7e18f5c15f55b11f71f0b552a118";
    private static final String ASKED =
            "{'seq': 2, 'ts': '2026-09-02T02:52:43.924Z', 'turn': 1, 'type': 'model.request', 'attrs': {'model': 'm', 'dialect': 'openai',"
                    + " 'path': '/v1/chat/completions'}, 'payload': '{`model`: `m`}'}\n";
    private static final String ANSWERED =
            "{'seq': 3, 'turn': 1, 'type': 'model.response', 'attrs': {'status': 200, 'duration_ms': 12}, 'payload': '{`id`: 1}'}\n";

    @TempDir
    Path directory;

    @Test
    void makesARecordingOfACallOfAModel() throws IOException {
        events("{'seq': 0, 'type': 'run.start'}\n" + ASKED + "{'seq': 9, 'type': 'tool.call'}\n" + ANSWERED);

        List<Found> all = new ArrayList<>();
        Formats.installed().open(directory).forEach(all::add);

        Found.Converted found = (Found.Converted) all.get(0);
        Exchange exchange = found.recording().exchange();
        assertThat(all).hasSize(1);
        assertThat(found.origin()).isEqualTo("run_1/events.jsonl#2");
        assertThat(found.recording().test()).isEqualTo(new TestId("run_1"));
        assertThat(found.recording().recordedOn()).contains(LocalDate.of(2026, 9, 2));
        assertThat(exchange.request().path()).isEqualTo("/v1/chat/completions");
        assertThat(exchange.request().body()).hasToString("{\"model\": \"m\"}");
        assertThat(exchange.response().headers()).isEqualTo(Headers.of("content-type", "application/json"));
        assertThat(exchange.response().chunks()).containsExactly(new Chunk(12, Bytes.utf8("{\"id\": 1}")));
        assertThat(found.losses().stream().map(Loss::what)).containsExactly("headers");
    }

    @Test
    void readsBodiesOfFilesAndStreams() throws IOException {
        Path blob = directory.resolve("run_1/blobs/f7").resolve(DIGEST);
        Files.createDirectories(blob.getParent());
        Files.writeString(blob, json("'{`model`:`m`,`stream`:true}'"));
        events(ASKED.replace("'{`model`: `m`}'", "{'$blob': 'sha256:" + DIGEST + "', 'media_type': 'application/json'}")
                + ANSWERED.replace("'{`id`: 1}'", "'data: {`id`:1}\\n\\ndata: [DONE]\\n\\n'"));

        Exchange exchange = FoundFiles.recording(found().get(0)).exchange();

        assertThat(exchange.request().body()).hasToString("{\"model\":\"m\",\"stream\":true}");
        assertThat(exchange.response().chunks())
                .containsExactly(
                        new Chunk(0, Bytes.utf8("data: {\"id\":1}\n\n")), new Chunk(0, Bytes.utf8("data: [DONE]\n\n")));
    }

    @Test
    void readsOtherHttp() throws IOException {
        events(
                "{'seq': 1, 'type': 'net.request', 'attrs': {'host': 'h', 'port': 443, 'method': 'GET', 'path': '/a?b', 'headers': {'x': 'y'}}, 'payload': ''}\n"
                        + "{'seq': 2, 'type': 'net.response', 'attrs': {'status': 404, 'headers': {'content-type': 'text/css'}}, 'payload': 'no'}\n");

        Found.Converted found = (Found.Converted) found().get(0);

        assertThat(found.recording().upstream()).isEqualTo("h");
        assertThat(found.recording().exchange().request().query()).isEqualTo("b");
        assertThat(found.recording().exchange().request().headers()).isEqualTo(Headers.of("x", "y"));
        assertThat(found.recording().exchange().response().status()).isEqualTo(404);
        assertThat(found.losses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'status': 200|'status': 0|its trace has no status of a response",
                "'status': 200|'status': 200, 'truncated': true|its trace does not have all of the request and the response",
                "'path': '/v1/chat/completions'|'path': ''|its trace does not say the path of the request",
                "'model.response'|'note'|its request has no response",
                ", 'payload': '{`id`: 1}'|~~|its trace has no bodies",
            })
    void leavesOutWhatIsNotThereAndSaysWhy(String part, String changed, String reason) throws IOException {
        String text = (ASKED + ANSWERED).replace("'dialect': 'openai'", "'dialect': 'x'");
        assertThat(text).contains(part);
        events(text.replace(part, changed == null ? "" : changed));

        assertThat(found()).containsExactly(new Found.LeftOut("run_1/events.jsonl#2", reason));
    }

    @Test
    void namesOddFilesAndHarmsNoOthers() throws IOException {
        odd("bom", "\ufeff" + ASKED + ANSWERED);
        odd("crlf", (ASKED + ANSWERED).replace("\n", "\r\n"));
        odd("cut", ASKED + ANSWERED + "{'seq': 4, 'ty");
        odd("broken", ASKED + ANSWERED + "{'seq': 4, 'type': }\n" + ASKED.replace("2,", "5,") + ANSWERED);
        odd("deep", "{'seq':\n" + "[".repeat(100_000));
        odd("empty", "");
        odd(
                "types",
                "{'seq': 1e999, 'type': 7}\n{'seq': [], 'type': 'model.request', 'type': 'model.request', 'attrs': 5}\n");
        odd("outside", ASKED + ANSWERED.replace("'{`id`: 1}'", "{'$blob': '../../x'}"));
        Files.createDirectories(directory.resolve("utf16"));
        Files.write(directory.resolve("utf16/events.jsonl"), json(ASKED).getBytes(StandardCharsets.UTF_16));

        List<Found> found = found();

        assertThat(found.stream()
                        .map(each -> each.origin() + " " + each.getClass().getSimpleName()))
                .containsExactly(
                        "bom/events.jsonl#2 Converted",
                        "broken/events.jsonl Unreadable",
                        "broken/events.jsonl#2 Converted",
                        "broken/events.jsonl#5 Converted",
                        "crlf/events.jsonl#2 Converted",
                        "cut/events.jsonl LeftOut",
                        "cut/events.jsonl#2 Converted",
                        "deep/events.jsonl Unreadable",
                        "empty/events.jsonl LeftOut",
                        "outside/events.jsonl#2 Unreadable",
                        "types/events.jsonl#0 LeftOut",
                        "utf16/events.jsonl LeftOut");
        assertThat(((Found.Unreadable) found.get(1)).reason()).endsWith("at line 3, column 20");
        assertThat(((Found.Unreadable) found.get(7)).reason())
                .isEqualTo("it has more than 10000 values within each other at line 2, column 10000");
    }

    private void events(String text) throws IOException {
        odd("run_1", text);
    }

    private void odd(String run, String text) throws IOException {
        Path file = directory.resolve(run).resolve("events.jsonl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json(text));
    }

    /** With quotes for apostrophes, and escaped ones for grave accents. */
    private static String json(String text) {
        return text.replace("'", "\"").replace("`", "\\\"");
    }

    private List<Found> found() {
        return FoundFiles.of(new OrcaReplayFormat(), directory);
    }
}
