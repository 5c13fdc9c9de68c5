package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.config.Setting;
import io.reprise.core.Corpora;
import io.reprise.core.json.Json;
import io.reprise.core.store.Store;
import io.reprise.server.RepriseServer;
import io.reprise.server.ServerParts;
import io.reprise.server.network.NetworkTransport;
import io.reprise.server.report.Detail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file of the corpus, asked over HTTP as its client asked, must be answered as it says. */
@Tag(Corpora.TAG)
class LlamaStackCorpusTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @CsvSource({"2025-08, 154, 0", "2026-05, 581, 2"})
    void isServedOverHttpMemberByMemberAndChunkByChunk(String date, int served, int leftOut) throws Exception {
        Path root = Corpora.llamaStack(date).resolve("tests/integration");
        List<LlamaStackExchange> exchanges = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                exchanges.add(LlamaStackExchange.read(file));
            }
        }
        Map<String, List<LlamaStackExchange>> byQuestion = new TreeMap<>();
        exchanges.stream()
                .filter(LlamaStackExchange::isHttp)
                .forEach(exchange -> byQuestion
                        .computeIfAbsent(exchange.question(), any -> new ArrayList<>())
                        .add(exchange));

        List<String> wrong = new ArrayList<>();
        try (Served server = Served.start(root)) {
            for (List<LlamaStackExchange> same : byQuestion.values()) {
                HttpResponse<String> answer = ask(server.port(), same.get(0));
                if (same.stream().noneMatch(exchange -> exchange.isAnsweredBy(answer))) {
                    wrong.add(same.get(0).file() + ": " + answer.statusCode() + " " + beginning(answer.body()));
                }
            }

            assertThat(server.store().leftOut()).hasSize(leftOut);
        }

        Corpora.tried(byQuestion.size(), "a question of llama-stack is answered over HTTP as its file says, " + date);
        assertThat(wrong).isEmpty();
        assertThat(exchanges.stream().filter(LlamaStackExchange::isHttp)).hasSize(served);
    }

    @ParameterizedTest
    @CsvSource({"2025-08, /api/tags", "2026-05, /v1/models"})
    void listsAllModelsOfAllServersOnceAndInOrder(String date, String path) throws Exception {
        Path root = Corpora.llamaStack(date);
        TreeSet<String> expected = new TreeSet<>();
        int tried = 0;
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                expected.addAll(LlamaStackExchange.read(file).models());
                tried++;
            }
        }

        List<String> listed = new ArrayList<>();
        try (Served server = Served.start(root)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .build();
            Json answer =
                    Json.parse(client.send(request, BodyHandlers.ofString()).body());
            Json models = answer.get("data").or(() -> answer.get("models")).orElseThrow();
            models.items().forEach(model -> listed.add(LlamaStackExchange.modelId(model)));
        }

        Corpora.tried(tried, "the models that llama-stack lists are all listed, " + date);
        assertThat(expected).isNotEmpty();
        assertThat(listed).containsExactlyElementsOf(expected);
    }

    private HttpResponse<String> ask(int port, LlamaStackExchange exchange) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/u/" + exchange.host() + exchange.target()))
                .header("content-type", "application/json");
        exchange.test().ifPresent(test -> request.header("X-Reprise-Test", test));
        exchange.body()
                .ifPresentOrElse(body -> request.POST(HttpRequest.BodyPublishers.ofString(body)), () -> request.GET());
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(400, text.length()));
    }

    private record Served(RepriseServer server, Store store) implements AutoCloseable {
        static Served start(Path root) {
            Configuration configuration = Configuration.of(new Configuration.Inputs(
                    Map.of(
                            Setting.PORT,
                            new ChosenValue("0", "test"),
                            Setting.RECORDINGS,
                            new ChosenValue(root.toAbsolutePath().toString(), "test"),
                            Setting.MODE,
                            new ChosenValue("replay", "test")),
                    List.of(),
                    Optional.empty(),
                    Map.of(),
                    root));
            Store store = RecordingsLocation.of(configuration, root).open(warning -> {});
            PrintStream log = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
            RepriseServer server = RepriseServer.start(
                    configuration.serverSettings(Optional.empty(), Optional.empty()),
                    new ServerParts(
                            store,
                            configuration.rules(),
                            configuration.redact(),
                            new ServerParts.LogOptions(log, Detail.NOTHING, "record"),
                            ServerParts.Host.of(NetworkTransport.AUTO)));
            return new Served(server, store);
        }

        int port() {
            return server.port();
        }

        @Override
        public void close() {
            server.close();
            store.close();
        }
    }
}
