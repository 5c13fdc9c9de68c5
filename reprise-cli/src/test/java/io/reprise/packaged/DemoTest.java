package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.packaged.PackagedProgram.Ended;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class DemoTest {
    @TempDir
    Path directory = Path.of("");

    private PackagedProgram demo;

    @BeforeEach
    void start() throws Exception {
        demo = PackagedProgram.start(directory, "serve", "--demo", "--port", "0");
    }

    @AfterEach
    void kill() {
        demo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat-stream-usage.txtar", "completions-stream-usage.txtar"})
    void answersTheSeedsOwnRequestWithExactlyTheRecordedPayloads(String name) throws Exception {
        TxtarSeed seed = TxtarSeed.read(name);

        HttpResponse<String> response = demo.post(seed.path(), seed.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(response.body())
                .isEqualTo("data: " + String.join("\n\ndata: ", seed.payloads()) + "\n\n")
                .contains("\u0e23\u0e16");
        assertThat(seed.payloads()).hasSize(55).endsWith("[DONE]");
    }

    @Test
    void answersTheCallThatTheReadmeShows() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        String call = readme.substring(readme.indexOf("curl http://127.0.0.1:8000"));
        String path = call.substring("curl http://127.0.0.1:8000".length(), call.indexOf(" -H"));

        HttpResponse<String> response =
                demo.post(path, call.substring(call.indexOf("-d '") + 4, call.indexOf("}'") + 1));

        String answer = call.substring(call.indexOf("```\ndata: ") + 4, call.indexOf("```\n\nA request"));
        assertThat(response.body()).contains(answer.split("\u2026\n\n"));
        assertThat(response.body()).startsWith("data: ").endsWith("data: [DONE]\n\n");
    }

    @Test
    void saysOneLineOnStandardOutputAndReportsWhenItIsStopped() throws Exception {
        String url = demo.url();
        TxtarSeed seed = TxtarSeed.read("chat-stream-usage.txtar");
        demo.post(seed.path(), seed.body());
        demo.post(seed.path(), seed.body().replace("joke", "story"));

        Ended ended = demo.stop();

        assertThat(url).matches("http://127\\.0\\.0\\.1:[0-9]+");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).containsExactly("listening on " + url);
        assertThat(ended.err().get(0)).startsWith("reprise ").contains("mode replay", "no upstream");
        assertThat(ended.err())
                .anyMatch(line -> line.startsWith("replayed POST /v1/chat/completions model=llama3.2:1b")
                        && line.contains("key=abfcc89ce6cd chunks=55"));
        List<String> report =
                ended.err().subList(ended.err().size() - 2, ended.err().size());
        assertThat(report.get(0))
                .isEqualTo("replayed 1, recorded 0, missed 1; saved 84 tokens (1 answer without a known price)");
        assertThat(report.get(1))
                .startsWith("  missed POST /v1/chat/completions model=llama3.2:1b key=")
                .endsWith(" (nearest openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json differs in"
                        + " messages[0].content: \"tell me a [-joke-]{+story+}\")");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(demo.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void listsItsModelsForProgramsThatAskForThemFirst() throws Exception {
        HttpResponse<String> response = get("/v1/models");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"llama3.2:1b\"", "\"llama3.2:3b-instruct-fp16\"", "\"meta-llama/Llama-3.2-1B-Instruct\"");
    }

    @Test
    void listsItsModelsForProgramsThatSpeakToGemini() throws Exception {
        assertThat(get("/v1beta/models").body()).contains("\"models/llama3.2:1b\"", "generateContent");
    }

    @Test
    void answersWhatProgramsAskAnOllamaServerFirst() throws Exception {
        assertThat(get("/api/tags").body()).contains("\"llama3.2:1b\"", "\"llama3.2:3b-instruct-fp16\"");
        assertThat(get("/api/version").body()).contains("\"version\"");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        try (PackagedProgram other = PackagedProgram.start(
                directory,
                Map.of("REPRISE_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary),
                "serve",
                "--demo",
                "--port",
                "0")) {
            other.url();
            other.stop();
        }

        assertThat(temporary.toFile().list((folder, name) -> name.startsWith("reprise")))
                .isEmpty();
        assertThat(directory.toFile().list()).containsExactly("temporary");
    }

    @Test
    void saysOnlyWhatNeedsAttentionWhenItShallBeQuiet() throws Exception {
        try (PackagedProgram quiet = PackagedProgram.start(directory, "serve", "--demo", "--port", "0", "--quiet")) {
            TxtarSeed seed = TxtarSeed.read("chat-stream-usage.txtar");
            quiet.post(seed.path(), seed.body());

            Ended ended = quiet.stop();

            assertThat(ended.status()).isZero();
            assertThat(ended.err()).noneMatch(line -> line.startsWith("replayed"));
        }
    }

    @Test
    void saysOneVersionEverywhere() throws Exception {
        String number;
        try (PackagedProgram version = PackagedProgram.start(directory, "--version")) {
            number = version.end().out().get(0).replaceFirst("^reprise ", "");
        }

        HttpResponse<String> metrics = get("/__reprise/metrics");
        HttpResponse<String> agent = demo.post(
                "/__reprise/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                        + "\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}");

        assertThat(number).matches("\\d+\\..*");
        assertThat(metrics.body()).contains("reprise_build_info{version=\"" + number + "\"}");
        assertThat(agent.body()).containsPattern("\"version\": ?\"" + Pattern.quote(number) + "\"");
    }
}
