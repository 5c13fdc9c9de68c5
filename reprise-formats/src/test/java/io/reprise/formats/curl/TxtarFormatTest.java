package io.reprise.formats.curl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.Seeds;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.FormatException;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TxtarFormatTest {
    private static final String CALL = "-- req.sh --\ncurl -H 'content-type: application/json' h/v1/x -d '{}'\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"chat-stream-usage.txtar,/v1/chat/completions", "completions-stream-usage.txtar,/v1/completions"})
    void readsTheSeeds(String seed, String path) throws IOException {
        String lines = Files.readString(Seeds.original(seed)).split("-- response.json --\n")[1];

        Exchange exchange = only(Seeds.original(seed)).exchange();

        assertThat(exchange.request().path()).isEqualTo(path);
        assertThat(exchange.request().body().toString()).contains("\"tell me a joke\"");
        Response response = exchange.response();
        assertThat(response.format()).isEqualTo(StreamFormats.SSE);
        assertThat(response.headers()).isEqualTo(Headers.of("content-type", "text/event-stream"));
        assertThat(response.body()).isEqualTo(Bytes.utf8(lines.replace("\n", "\n\n")));
        assertThat(response.chunks()).hasSize((int) lines.lines().count()).endsWith(Chunk.of(0, "data: [DONE]\n\n"));
    }

    @Test
    void readsAStreamThatHasItsBlankLines() throws IOException {
        archive(CALL + "-- response.json --\ndata: {\"a\":1}\n\ndata: [DONE]\n\n");

        assertThat(only(directory).exchange().response().chunks())
                .containsExactly(Chunk.of(0, "data: {\"a\":1}\n\n"), Chunk.of(0, "data: [DONE]\n\n"));
    }

    @Test
    void readsAJsonBodyAndAStreamOfLines() throws IOException {
        archive(CALL + "-- response.json --\n{\n \"a\": 1.0\n}\n");
        assertThat(only(directory))
                .isEqualTo(new Recording(
                        TestId.NONE,
                        "",
                        1,
                        new Exchange(
                                Request.post("/v1/x", "{}"),
                                Response.whole(200, "application/json", Bytes.utf8("{\n \"a\": 1.0\n}\n")))));

        archive(CALL + "-- response.json --\n{\"a\":1}\n{\"b\":2}\n");
        assertThat(only(directory).exchange().response().chunks())
                .containsExactly(Chunk.of(0, "{\"a\":1}\n"), Chunk.of(0, "{\"b\":2}\n"));
    }

    @Test
    void namesWhatItLeavesOutAndWhatItCannotRead() throws IOException {
        archive("-- notes.txt --\nhello\n");
        assertThat(found(directory)).containsExactly(new Found.LeftOut("a.txtar", "it has no req.sh"));

        archive(CALL);
        assertThat(found(directory)).containsExactly(new Found.Unreadable("a.txtar", "it has no response.json"));

        archive("-- req.sh --\ncurl --quic h\n-- response.json --\n{}\n");
        assertThat(found(directory))
                .containsExactly(new Found.Unreadable(
                        "a.txtar", "req.sh is not supported: the curl option --quic is not supported"));

        archive(CALL + "-- response.json --\n<html>\n");
        assertThat(found(directory))
                .containsExactly(new Found.Unreadable("a.txtar", "response.json is neither an event stream nor JSON"));

        Files.write(directory.resolve("a.txtar"), new byte[] {(byte) 0xff});
        assertThat(found(directory))
                .containsExactly(new Found.Unreadable("a.txtar", "it cannot be read: it is not UTF-8"));
    }

    @Test
    void isFoundAmongTheFormatsByThePath() throws IOException {
        Formats formats = new Formats(List.of(new TxtarFormat()));

        assertThatThrownBy(() -> formats.open(directory))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("the formats are txtar");
        archive(CALL);
        assertThat(formats.open(directory).files()).isEqualTo(1);
        assertThat(formats.named("txtar")).isInstanceOf(TxtarFormat.class);
        assertThatThrownBy(() -> formats.named("x")).hasMessage("'x' is not a format; the formats are txtar");
    }

    private void archive(String text) throws IOException {
        Files.writeString(directory.resolve("a.txtar"), text);
    }

    private static Recording only(Path path) {
        List<Found> found = found(path);
        assertThat(found).singleElement().isInstanceOf(Found.Converted.class);
        return ((Found.Converted) found.get(0)).recording();
    }

    private static List<Found> found(Path path) {
        return FoundFiles.of(new TxtarFormat(), path);
    }
}
