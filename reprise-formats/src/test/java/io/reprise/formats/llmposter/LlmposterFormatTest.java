package io.reprise.formats.llmposter;

import static io.reprise.formats.FoundFiles.recording;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlmposterFormatTest {
    private static final String RECORDED = """
            # Recorded by llmposter (VCR mode).
            fixtures:
            - match:
                user_message: What is the capital of France?
                model: gpt-4o
              provider: openai
              priority: -1
              response:
                content: "The capital of France is Paris. \\U0001F5FC"
                finish_reason: stop
            """;

    @TempDir
    Path directory;

    @Test
    void makesAWholeAnswerAndAStreamOfAFixture() throws IOException {
        List<Found> found = found(RECORDED);

        assertThat(found).hasSize(2).allSatisfy(each -> {
            Found.Converted converted = (Found.Converted) each;
            assertThat(converted.origin()).isEqualTo("fixtures/recorded.yaml#1");
            assertThat(converted.losses().stream().map(Loss::what)).contains("match");
            assertThat(converted.recording().test()).isEqualTo(TestId.NONE);
            assertThat(converted.recording().exchange().request().path()).isEqualTo("/v1/chat/completions");
        });
        Exchange whole = recording(found.get(0)).exchange();
        assertThat(whole.request().body())
                .hasToString(
                        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"What is the capital of France?\"}]}");
        Json answer = Json.parse(whole.response().body().toString());
        assertThat(answer.list("choices").get(0).text("message", "content"))
                .isEqualTo("The capital of France is Paris. \ud83d\uddfc");
        assertThat(answer.get("usage").orElseThrow())
                .isEqualTo(Json.parse("{\"prompt_tokens\":8,\"completion_tokens\":9,\"total_tokens\":17}"));
        Exchange stream = recording(found.get(1)).exchange();
        assertThat(stream.request().body().toString()).endsWith(",\"stream\":true}");
        assertThat(stream.response().ending()).isEqualTo(Ending.COMPLETE);
        assertThat(stream.response().chunks()).hasSize(5);
        assertThat(said(stream)).contains("The capital of France is Paris. \ud83d\uddfc");
    }

    @Test
    void servesEachApiThatAFixtureIsFor() throws IOException {
        List<Found> found = found("""
                fixtures:
                - match: {user_message: weather}
                  streaming: {latency: 50, chunk_size: 7}
                  response:
                    tool_calls:
                    - {name: get_weather, arguments: {city: "San Francisco", on: on}}
                """);

        assertThat(found.stream()
                        .map(each -> recording(each).exchange().request().path()))
                .containsExactly("/v1/chat/completions", "/v1/chat/completions", "/v1/messages", "/v1/messages");
        assertThat(found).allSatisfy(each -> {
            Exchange exchange = recording(each).exchange();
            assertThat(exchange.response().ending()).isEqualTo(Ending.COMPLETE);
            assertThat(said(exchange)).contains("get_weather").contains("San Francisco");
            assertThat(((Found.Converted) each).losses().stream().map(Loss::what))
                    .contains("match", "streaming, failure");
        });
        Json message =
                Json.parse(recording(found.get(2)).exchange().response().body().toString());
        assertThat(message.text("stop_reason")).isEqualTo("tool_use");
        assertThat(message.list("content").get(0).get("input").orElseThrow())
                .isEqualTo(Json.parse("{\"city\":\"San Francisco\",\"on\":true}"));
        assertThat(recording(found.get(3)).exchange().response().body().toString())
                .startsWith("event: ping\ndata: {\"type\":\"ping\"}\n\nevent: message_start\n")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void answersWithTheFixtureOfTheHighestPriority() throws IOException {
        List<Found> found = found(RECORDED + """
                - {match: {user_message: 'What is the capital of France?', model: gpt-4o}, provider: openai, response: {content: Lyon}}
                """);

        assertThat(found.subList(0, 2))
                .allSatisfy(each -> assertThat(said(recording(each).exchange())).contains("Lyon"));
        assertThat(found.get(2))
                .isEqualTo(new Found.LeftOut(
                        "fixtures/recorded.yaml#1", "another fixture answers the same request before it"));
    }

    @Test
    void wordsErrorsAsTheApiDoes() throws IOException {
        List<Found> found = found("fixtures: [{match: {user_message: x}, error: {status: 529, message: busy}}]");

        assertThat(found).hasSize(4).allSatisfy(each -> {
            Exchange exchange = recording(each).exchange();
            assertThat(exchange.response().status()).isEqualTo(529);
            assertThat(Json.parse(exchange.response().body().toString()).text("error", "message"))
                    .isEqualTo("busy");
        });
        assertThat(Json.parse(recording(found.get(2))
                                .exchange()
                                .response()
                                .body()
                                .toString())
                        .text("type"))
                .isEqualTo("error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{response: {content: hi}}|it answers any message, and a recording answers one request",
                "{match: {user_message: {regex: 'a.*'}}, response: {content: hi}}|'user_message' of its match is a regular expression",
                "{match: {user_message: x, system: y}, response: {content: hi}}|it has 'system', from which no recording is known",
                "{match: {user_message: x}, scenario: {name: s}, response: {content: hi}}|it has 'scenario', from which no recording is known",
                "{match: {user_message: x}, refusal: {reason: no}}|it has 'refusal', from which no recording is known",
                "{match: {user_message: x}, response: {content: 'to {{user_message}}'}}|its answer is a template",
                "{match: {user_message: x}, response: {embedding: [1.5]}}|its response has neither content nor tool calls",
                "{match: {user_message: x}, provider: gemini, response: {content: hi}}|its provider is 'gemini'; fixtures of chat completions and of Anthropic's messages are imported",
            })
    void saysWhyAFixtureIsNotImported(String fixture, String reason) throws IOException {
        assertThat(found("fixtures:\n- {match: {user_message: other}, response: {content: a}}\n- " + fixture))
                .hasSize(5)
                .contains(new Found.LeftOut("fixtures/recorded.yaml#2", reason));
    }

    @Test
    void namesABrokenStatus() throws IOException {
        assertThat(found("fixtures: [{match: {user_message: x}, error: {status: 42, message: m}}]")
                        .get(0))
                .isEqualTo(new Found.Unreadable("fixtures/recorded.yaml#1", "status 42 is not between 100 and 599"));
    }

    @Test
    void leavesOtherFilesToOtherFormats() throws IOException {
        assertThat(found("fixtures: [a, {b: c}]"))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Found.LeftOut.class));
        assertThat(found("fixtures: []")).hasSize(1);
    }

    private static String said(Exchange exchange) {
        return ApiFamilies.parse(exchange.request())
                .family()
                .answered(new ParsedResponse(exchange.response()))
                .toString();
    }

    private List<Found> found(String yaml) throws IOException {
        Path file = directory.resolve("fixtures/recorded.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        return FoundFiles.of(new LlmposterFormat(), directory);
    }
}
