package io.reprise.formats.har;

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
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.ExporterContract;
import io.reprise.formats.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PollyExporterTest extends ExporterContract {
    private static final Pattern URL = Pattern.compile("(https?://[^/]*)(/[^?]*)(?:\\?(.*))?");
    private static final TestId JOKE = new TestId("suite/tells a joke");
    private static final String FILE = "suite_2580943743/tells-a-joke_3518221935/recording.har";

    @Override
    protected Format format() {
        return new PollyFormat();
    }

    @Override
    protected Format importer() {
        return new HarFormat();
    }

    @Override
    protected Exchange any(Random random, int number) {
        return random.nextInt(3) == 0 ? stream(random, number) : whole(random, number);
    }

    /** The vectors are from Polly.js 6.0.6: method, URL, body (in base64 after {@code b64:}), {@code _id}. */
    @Test
    void requestsHaveTheIdsThatPollyGivesThem() throws IOException {
        for (Json vector : vectors("polly-ids.jsonl")) {
            List<String> texts = texts(vector);
            Bytes body = texts.get(2).startsWith("b64:")
                    ? Bytes.owning(Base64.getDecoder().decode(texts.get(2).substring(4)))
                    : Bytes.utf8(texts.get(2));
            Matcher url = URL.matcher(texts.get(1));
            assertThat(url.matches()).isTrue();
            String query = Objects.requireNonNullElse(url.group(3), "");
            Request request = new Request(texts.get(0), url.group(2), query, Headers.NONE, body);

            assertThat(PollyRequestId.of(request, url.group(1), request.path()))
                    .as("%s", vector)
                    .hasValue(texts.get(3));
        }
    }

    @Test
    void recordingsHaveTheDirectoriesThatPollyGivesThem() throws IOException {
        for (Json vector : vectors("polly-directories.jsonl")) {
            assertThat(PollyDirectory.of(texts(vector).get(0)))
                    .isEqualTo(texts(vector).get(1));
        }
    }

    @Test
    void anEntrySaysWhatPollyReads() throws IOException {
        export(List.of(recording(1, Bytes.utf8("hi")), recording(2, Bytes.owning(new byte[] {-1, 0}))));

        Json log =
                Json.parse(Files.readString(directory.resolve(FILE))).get("log").orElseThrow();
        assertThat(log.text("_recordingName")).isEqualTo("suite/tells a joke");
        assertThat(log.text("creator", "name")).isEqualTo("Polly.JS");
        Json first = log.list("entries").get(0);
        Json second = log.list("entries").get(1);
        assertThat(first.text("_id")).isEqualTo(second.text("_id"));
        assertThat(List.of(first.at("_order"), second.at("_order")))
                .containsExactly(Optional.of(Json.parse("0")), Optional.of(Json.parse("1")));
        assertThat(first.at("response", "content"))
                .hasValue(Json.parse("{\"mimeType\":\"text/plain\",\"size\":2,\"text\":\"hi\"}"));
        assertThat(second.at("response", "content"))
                .hasValue(Json.parse(
                        "{\"encoding\":\"base64\",\"mimeType\":\"text/plain\",\"size\":2,\"text\":\"/wA=\"}"));
    }

    /** The upstream has its API below a path of its own, and clients ask Reprise for the plain one. */
    @Test
    void urlsAndIdsAreThoseOfTheUpstream() throws IOException {
        Request asked = Request.post("/v1/chat/completions", "{}");
        Recording recording = new Recording(
                JOKE, "groq", 1, new Exchange(asked, Response.whole(200, "text/plain", Bytes.utf8("hi"))));

        export(List.of(recording));

        Json entry = Json.parse(Files.readString(directory.resolve(FILE)))
                .list("log", "entries")
                .get(0);
        assertThat(entry.text("request", "url")).isEqualTo("https://api.groq.com/openai/v1/chat/completions");
        assertThat(PollyRequestId.of(asked, "https://api.groq.com", "/openai/v1/chat/completions"))
                .hasValue(entry.text("_id"));
        assertThat(found()).containsExactly(recording);
    }

    @Test
    void whatComesLaterOfTheSameTestIsAdded() throws IOException {
        Recording ofAnother = new Recording(
                TestId.NONE, "h.example", 1, recording(1, Bytes.utf8("x")).exchange());

        List<Exported> exported =
                exportInOrder(List.of(recording(1, Bytes.utf8("one")), ofAnother, recording(2, Bytes.utf8("two"))));

        assertThat(exported).hasSize(3).allSatisfy(each -> assertThat(each).isInstanceOf(Exported.Written.class));
        assertThat(Json.parse(Files.readString(directory.resolve(FILE))).list("log", "entries"))
                .extracting(entry -> entry.text("response", "content", "text"))
                .containsExactly("one", "two");
    }

    @Test
    void answersOfDifferentDaysKeepTheirOrder() throws IOException {
        Exchange one = answer("{\"a\":1}", "one");
        Exchange two = answer("{ \"a\": 1 }", "two");
        export(List.of(
                new Recording(JOKE, "h.example", 1, one, Optional.of(LocalDate.of(2025, 2, 2))),
                new Recording(JOKE, "h.example", 2, two, Optional.of(LocalDate.of(2025, 1, 1)))));

        assertThat(found())
                .extracting(recording -> recording.exchange().response().body().toString())
                .containsExactly("one", "two");
    }

    @Test
    void whatPollyAddsToAnExportIsImportedWithIt() throws IOException {
        export(List.of(recording(1, Bytes.utf8("one"))));
        String text = Files.readString(directory.resolve(FILE));
        String added =
                "{\"_id\":\"x\",\"_order\":0,\"startedDateTime\":\"2025-01-02T03:04:05.000Z\",\"request\":{\"method\":"
                        + "\"GET\",\"url\":\"https://other.example/v1/y\",\"headers\":[]},\"response\":{\"status\":200,\"headers\":[],"
                        + "\"content\":{\"mimeType\":\"text/plain\",\"size\":3,\"text\":\"two\"}}},";
        Files.writeString(directory.resolve(FILE), text.replace("\"entries\": [", "\"entries\": [" + added));

        assertThat(found())
                .extracting(recording ->
                        recording.upstream() + " " + recording.test().name())
                .containsExactly("other.example suite/tells a joke", "h.example suite/tells a joke");
    }

    @Test
    void aFileThatPollyHasWrittenStays() throws IOException {
        Recording one = recording(1, Bytes.utf8("one"));
        Recording two = recording(2, Bytes.utf8("two"));
        export(List.of(one, two));
        String foreign = Files.readString(directory.resolve(FILE)).replaceAll(".*_repriseTest.*\n", "");
        Files.writeString(directory.resolve(FILE), foreign);
        Exporter exporter = format().exporter(directory, new Format.InPlace(KeyRules.NONE, Map.of(), any -> {}))
                .orElseThrow();

        try (exporter) {
            exporter.write(entry(one));
        }

        assertThat(exporter.unwritten())
                .containsExactly(new Exporter.UnwrittenFile(
                        FILE, 0, "it is not a file of an earlier export; name another directory"));
        assertThat(directory.resolve(FILE)).hasContent(foreign);
        export(List.of(one, two));
        assertThat(directory.resolve(FILE))
                .as("nothing of it is lost")
                .content()
                .contains("_repriseTest");
    }

    @Test
    void whatPollyCannotHoldIsNamed() {
        Headers coded = Headers.of("content-encoding", "unknown");
        Response response = new Response(200, coded, StreamFormat.WHOLE, List.of(Chunk.of(0, "x")), Ending.COMPLETE);
        Exchange odd = new Exchange(
                new Request("GET", "/x", "f[a]=1", Headers.NONE, Bytes.EMPTY),
                Response.whole(200, "text/plain", Bytes.utf8("x")));

        List<Exported> exported = export(List.of(
                new Recording(TestId.NONE, "h.example", 1, new Exchange(Request.get("/x"), response)),
                new Recording(TestId.NONE, "nobody", 1, odd)));

        assertThat(exported.get(0))
                .isEqualTo(new Exported.LeftOut(
                        "its body has a content coding, which each adapter of Polly.js keeps differently"));
        assertThat(((Exported.Written) exported.get(1)).losses())
                .extracting(loss -> loss.what())
                .containsExactly("request.url", "test id", "request.url");
    }

    private static Recording recording(int occurrence, Bytes body) {
        return new Recording(
                JOKE,
                "h.example",
                occurrence,
                new Exchange(Request.post("/v1/x", "{}"), Response.whole(200, "text/plain", body)));
    }

    private static Exchange answer(String asked, String text) {
        return new Exchange(Request.post("/v1/x", asked), Response.whole(200, "text/plain", Bytes.utf8(text)));
    }

    private static List<String> texts(Json array) {
        return array.items().stream().map(item -> item.string().orElseThrow()).toList();
    }

    private static List<Json> vectors(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PollyExporterTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parse)
                    .toList();
        }
    }
}
