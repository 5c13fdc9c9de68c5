package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.config.Reprise;
import io.reprise.core.Cassettes;
import io.reprise.core.Corpora;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.Detail;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each cassette of the corpora is imported, and all its requests are asked again in their order. The reader of core's tests knows what must come. */
@Tag(Corpora.TAG)
class CassetteCorpusTest {
    private static final Set<String> OF_THE_CLIENT =
            Set.of("connection", "content-length", "host", "expect", "upgrade");

    @TempDir
    private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @CsvSource({
        "dd-trace-py, 90, 90",
        "go-vcr-docker-agent, 14, 14",
        "vcr-crewai, 201, 201",
        "vcr-pydantic-ai, 349, 360",
        "vcr-ruby_llm, 164, 164"
    })
    void isImportedAndAnswersEachRequestInOrder(String corpus, int exchanges, int recordings) throws Exception {
        Ended imported = new CommandRunner(directory)
                .run("import", Corpora.corpus(corpus).toString());
        List<Cassettes.Cassette> cassettes = Cassettes.read().files().stream()
                .filter(cassette -> cassette.file().startsWith(corpus + "/"))
                .toList();

        List<String> wrong = new ArrayList<>();
        int asked = 0;
        try (Reprise reprise = serve()) {
            for (Cassettes.Cassette cassette : cassettes) {
                String file = cassette.file().substring(corpus.length() + 1);
                TestId test = file.endsWith(".json") ? TestId.NONE : new TestId(file.replaceFirst("\\.[a-z]+$", ""));
                for (Cassettes.Recorded recorded : cassette.exchanges()) {
                    asked++;
                    HttpResponse<byte[]> answer = ask(reprise.port(), test, recorded.request());
                    if (!isRight(recorded, answer)) {
                        wrong.add(file + ": " + answer.statusCode() + " "
                                + new String(answer.body(), StandardCharsets.UTF_8));
                    }
                }
            }
        }

        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(imported.said())
                .element(0)
                .isEqualTo("imported " + recordings + " recordings (" + recordings + " new)");
        Corpora.tried(asked, "a request of " + corpus + " is answered as its file says");
        assertThat(wrong).isEmpty();
        assertThat(asked).isEqualTo(exchanges);
    }

    @ParameterizedTest
    @CsvSource({"vcr-crewai, vcrpy", "vcr-crewai, go-vcr", "vcr-ruby_llm, ruby-vcr", "go-vcr-docker-agent, go-vcr"})
    void isTheSameStoreAfterAnExportAndAnotherImport(String corpus, String format) throws Exception {
        CommandRunner runner = new CommandRunner(directory);
        runner.run("import", Corpora.corpus(corpus).toString());

        Ended exported = runner.run("export", "--format", format, "exported");
        Ended imported = runner.run("import", "exported", "--recordings", "again");

        Corpora.tried(files("recordings").size(), corpus + " is the same after an export to " + format);
        assertThat(exported.status()).as(exported.err()).isZero();
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(files("again")).isEqualTo(files("recordings"));
    }

    /** The contents of all recordings below a directory, by their paths in it. */
    private Map<String, String> files(String name) throws IOException {
        Path root = directory.resolve(name);
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(each -> each.toString().endsWith(".json"))
                    .filter(each -> !root.relativize(each).toString().startsWith("."))
                    .toList()) {
                contents.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private Reprise serve() {
        return Reprise.builder()
                .recordings(directory.resolve("recordings"))
                .mode(Mode.REPLAY)
                .port(0)
                .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), Detail.NOTHING)
                .start();
    }

    private static boolean isRight(Cassettes.Recorded recorded, HttpResponse<byte[]> answer) {
        Response expected = recorded.response();
        if (answer.statusCode() != expected.status()) {
            return false;
        }
        return recorded.isValueOnly()
                ? Json.parse(new String(answer.body(), StandardCharsets.UTF_8))
                        .equals(Json.parse(expected.body().toString()))
                : Arrays.equals(answer.body(), expected.body().toArray());
    }

    private HttpResponse<byte[]> ask(int port, TestId test, Request request) throws Exception {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        String target = (request.path() + query).replace("<", "%3C").replace(">", "%3E");
        HttpRequest.Builder asked = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + test.pathPrefix() + target))
                .method(
                        request.method(),
                        HttpRequest.BodyPublishers.ofByteArray(request.body().toArray()));
        request.headers().fields().stream()
                .filter(field -> !OF_THE_CLIENT.contains(field.name()))
                .forEach(field -> asked.header(field.name(), field.value()));
        return client.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
