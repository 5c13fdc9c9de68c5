package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the exporter of each format that can hold recordings as they are. */
public abstract class ExporterContract {
    private static final List<String> TYPES = List.of(
            "application/json",
            "text/plain; charset=iso-8859-1",
            "text/plain; charset=utf-8",
            "application/octet-stream",
            "text/html");

    @TempDir
    protected Path directory;

    private record Entry(Recording recording, Question question, String location) implements Store.Entry {
        static Entry of(Recording recording) {
            return new Entry(
                    recording, KeyRules.NONE.question(recording.exchange().request(), recording.test()), "a.json");
        }
    }

    @Test
    void whatIsExportedIsImportedAsItWas() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            recordings.add(recording(random, i));
        }

        assertThat(export(recordings))
                .allSatisfy(exported -> assertThat(isChanged(exported)).isTrue());

        assertThat(found()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(recordings);
        assertThat(export(recordings))
                .allSatisfy(exported -> assertThat(isChanged(exported)).isFalse());
    }

    @Test
    void answersToOneQuestionAreInTheirOrder() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (int occurrence : List.of(1, 10, 2)) {
            Exchange exchange =
                    new Exchange(Request.get("/x"), Response.whole(200, "text/plain", Bytes.utf8("" + occurrence)));
            recordings.add(new Recording(TestId.NONE, "h.example", occurrence, exchange));
        }
        export(recordings);

        assertThat(found().stream()
                        .map(recording -> recording.exchange().response().body().toString()))
                .containsExactly("1", "2", "10");
    }

    protected abstract Format format();

    /** The format that reads what is written. */
    protected Format importer() {
        return format();
    }

    /** An exchange of any kind that the format can hold. */
    protected abstract Exchange any(Random random, int number);

    private Recording recording(Random random, int number) {
        TestId test = new TestId(
                List.of("", "a", "suite/ä test", "tests/b.py::test_c[1]").get(random.nextInt(4)));
        Optional<LocalDate> day =
                random.nextBoolean() ? Optional.of(LocalDate.of(2025, 1, 1 + number % 28)) : Optional.empty();
        String upstream = List.of("", "openai", "h.example", "localhost:11434").get(random.nextInt(4));
        Exchange exchange = any(random, number);
        return new Recording(test, upstream, 1, exchange, day);
    }

    protected static Exchange whole(Random random, int number) {
        String method = List.of("GET", "POST", "HEAD", "OPTIONS", "DELETE").get(random.nextInt(5));
        Headers asked = method.equals("OPTIONS") ? Headers.of("access-control-request-method", "POST") : Headers.NONE;
        Request request = new Request(
                method, "/v1/x%2F" + number, random.nextBoolean() ? "" : "a=%C3%A4&b", asked, bytes(random));
        int status = List.of(200, 201, 204, 206, 302, 304, 404, 500).get(random.nextInt(8));
        Bytes body = Response.mayHaveBody(method, status) ? bytes(random) : Bytes.EMPTY;
        List<Chunk> chunks = body.isEmpty() ? List.of() : List.of(new Chunk(random.nextInt(3), body));
        Headers headers = Headers.of("content-type", TYPES.get(random.nextInt(TYPES.size())), "x-a", "1", "x-a", "2");
        return new Exchange(request, new Response(status, headers, StreamFormat.WHOLE, chunks, Ending.COMPLETE));
    }

    protected static Exchange stream(Random random, int number) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            chunks.add(Chunk.of(10L * i * random.nextInt(2), "data: {\"n\":" + i + ",\"t\":\"ä😀\\u0000\"}\n\n"));
        }
        List<Ending> endings = List.of(Ending.values());
        Ending ending = endings.get(random.nextInt(endings.size()));
        chunks.add(Chunk.of(40, "data: [DONE]\n\n"));
        return new Exchange(
                Request.post("/v1/chat/completions", "{\"stream\":true,\"n\":" + number + "}"),
                new Response(200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, ending));
    }

    protected static Bytes bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? Bytes.owning(bytes)
                : Bytes.utf8("ä\ufffd\u0000€😀 {}".substring(random.nextInt(4)));
    }

    private static boolean isChanged(Exported exported) {
        return ((Exported.Written) exported).isChanged();
    }

    /** Writes recordings as a store gives them, test by test. */
    protected final List<Exported> export(List<Recording> recordings) {
        return exportInOrder(recordings.stream()
                .sorted(Comparator.comparing(recording -> recording.test().name()))
                .toList());
    }

    protected final List<Exported> exportInOrder(List<Recording> recordings) {
        Format.InPlace inPlace =
                new Format.InPlace(KeyRules.NONE, Map.of("openai", "https://api.openai.com/v1"), warning -> {});
        List<Exported> exported = new ArrayList<>();
        try (Exporter exporter = format().exporter(directory, inPlace).orElseThrow()) {
            recordings.forEach(recording -> exported.add(exporter.write(Entry.of(recording))));
        }
        return exported;
    }

    protected final List<Recording> found() {
        List<Recording> found = new ArrayList<>();
        new Formats(List.of(importer())).open(directory).forEach(each -> {
            assertThat(each).isInstanceOf(Found.Converted.class);
            assertThat(((Found.Converted) each).losses()).isEmpty();
            found.add(((Found.Converted) each).recording());
        });
        return found;
    }
}
