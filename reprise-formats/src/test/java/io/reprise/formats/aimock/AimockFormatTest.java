package io.reprise.formats.aimock;

import static io.reprise.formats.FoundFiles.recording;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AimockFormatTest {
    private static final String FIXED = "'id': 'chatcmpl-9', 'created': 17, ";

    @TempDir
    Path directory;

    @Test
    void sendsTheStreamThatAimockSends() throws IOException {
        fixtures(
                "{'match': {'userMessage': 'hello'}, 'response': {" + FIXED
                        + "'content': 'Hello! How can I help you today?', 'finishReason': 'length', 'systemFingerprint': 'fp'}}");

        Found.Converted found = (Found.Converted) found().get(0);

        Exchange exchange = found.recording().exchange();
        assertThat(exchange.request().path()).isEqualTo("/v1/chat/completions");
        assertThat(exchange.request().body())
                .isEqualTo(Bytes.utf8(
                        json("{'model':'gpt-4o','messages':[{'role':'user','content':'hello'}],'stream':true}")));
        assertThat(exchange.response().headers()).isEqualTo(Headers.of("content-type", "text/event-stream"));
        assertThat(exchange.response().chunks().stream()
                        .map(chunk -> chunk.bytes().toString())
                        .toList())
                .containsExactly(
                        event("{'role':'assistant','content':''}", "null"),
                        event("{'content':'Hello! How can I hel'}", "null"),
                        event("{'content':'p you today?'}", "null"),
                        event("{}", "'length'"),
                        "data: [DONE]\n\n");
        assertThat(found.losses().stream().map(Loss::what).toList())
                .containsExactly("match", RecordedAnswer.TIMES.what());
    }

    @Test
    void sendsToolCallsAndReasoning() throws IOException {
        fixtures(
                "{'match': {'userMessage': 'x', 'model': 'm', 'systemMessage': 's'}, 'chunkSize': 5, 'latency': 10, 'response': {"
                        + "'reasoning': 'why', 'toolCalls': [{'name': 'f', 'arguments': {'a': 1}}]}}");

        Found.Converted found = (Found.Converted) found().get(0);

        Exchange exchange = found.recording().exchange();
        assertThat(exchange.request().body())
                .isEqualTo(Bytes.utf8(json("{'model':'m','messages':[{'role':'system','content':'s'},"
                        + "{'role':'user','content':'x'}],'stream':true}")));
        String body = exchange.response().body().toString();
        assertThat(body.lines()
                        .filter(line -> line.contains("delta"))
                        .map(line -> line.replaceFirst(
                                ".*\"delta\":(.*),\"logprobs\":null,\"finish_reason\":(.*?)\\}\\].*", "$1 $2"))
                        .toList())
                .isEqualTo(List.of(
                                "{'reasoning_content':'why'} null",
                                "{'role':'assistant','content':null} null",
                                "{'tool_calls':[{'index':0,'id':'call_1_1','type':'function','function':{'name':'f','arguments':''}}]} null",
                                "{'tool_calls':[{'index':0,'function':{'arguments':'{\\'a\\':'}}]} null",
                                "{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]} null",
                                "{} 'tool_calls'")
                        .stream()
                        .map(line -> json(line).replace("{\"a\":", "{\\\"a\\\":"))
                        .toList());
        assertThat(exchange.response().chunks().stream().map(Chunk::at))
                .containsExactly(10L, 20L, 30L, 40L, 50L, 60L, 70L);
        assertThat(found.losses().stream().map(Loss::what)).containsExactly("match");
    }

    @Test
    void answersErrorsAndEmbeddings() throws IOException {
        fixtures(
                "{'match': {'userMessage': 'x'}, 'response': {'error': {'message': 'slow down', 'type': 'rate_limit_error'}, 'status': 429}}",
                "{'match': {'inputText': 'x', 'model': 'e'}, 'response': {'embedding': [0.1, -2]}}");

        List<Found> found = found();

        Exchange error = recording(found.get(0)).exchange();
        assertThat(error.response().status()).isEqualTo(429);
        assertThat(error.response().headers())
                .isEqualTo(Headers.of("content-type", "application/json", "retry-after", "1"));
        assertThat(error.response().body())
                .isEqualTo(Bytes.utf8(
                        json("{'error':{'message':'slow down','type':'rate_limit_error','param':null,'code':null}}")));
        Exchange embedding = recording(found.get(1)).exchange();
        assertThat(embedding.request().body()).isEqualTo(Bytes.utf8(json("{'model':'e','input':'x'}")));
        assertThat(embedding.response().body())
                .isEqualTo(Bytes.utf8(
                        json("{'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.1,-2]}],"
                                + "'model':'e','usage':{'prompt_tokens':0,'total_tokens':0}}")));
    }

    @Test
    void answersInTheOrderOfTheSequence() throws IOException {
        fixtures(
                "{'match': {'userMessage': 'x'}, 'response': {'content': 'c'}}",
                "{'match': {'userMessage': 'x', 'sequenceIndex': 1}, 'response': {'content': 'b'}}",
                "{'match': {'userMessage': 'x', 'sequenceIndex': 0}, 'response': {'content': 'a'}}",
                "{'match': {'userMessage': 'x'}, 'response': {'content': 'd'}}");

        List<Found> found = found();

        assertThat(found.stream().map(Found::origin)).containsExactly("f.json#3", "f.json#2", "f.json#1", "f.json#4");
        assertThat(found.get(3))
                .isEqualTo(new Found.LeftOut("f.json#4", "another fixture answers the same request before it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'userMessage': 'x'|'toolName': 'x'|its match has 'toolName', from which the request is not known",
                "'userMessage': 'x'|'model': 'x'|its match does not say the first message of a chat, from which the request is known",
                "'userMessage': 'x'|'userMessage': 'x', 'turnIndex': 2|its match does not say the first message of a chat, from which the request is known",
                "'userMessage': 'x'|'userMessage': 'x', 'systemMessage': ['a', 'b']|its match has several parts of a system message, from which the request is not known",
                "'content': 'x'|'image': {}|its response is of a kind that is not imported: image",
            })
    void leavesOutWhatHasNoExactMeaningAndSaysWhy(String part, String changed, String reason) throws IOException {
        String text = "{'match': {'userMessage': 'x'}, 'response': {'content': 'x'}}";
        assertThat(text).contains(part);
        fixtures(text.replace(part, changed));

        assertThat(found()).containsExactly(new Found.LeftOut("f.json#1", reason));
    }

    private static String event(String delta, String reason) {
        return "data: "
                + json(
                        "{'id':'chatcmpl-9','object':'chat.completion.chunk','created':17,'model':'gpt-4o','choices':[{'index':0,"
                                + "'delta':" + delta + ",'logprobs':null,'finish_reason':" + reason
                                + "}],'system_fingerprint':'fp'}")
                + "\n\n";
    }

    private static String json(String text) {
        return text.replace("\\'", "\u0000").replace("'", "\"").replace("\u0000", "\"");
    }

    private void fixtures(String... fixtures) throws IOException {
        Files.writeString(directory.resolve("f.json"), json("{'fixtures': [" + String.join(", ", fixtures) + "]}"));
    }

    private List<Found> found() {
        return FoundFiles.of(new AimockFormat(), directory);
    }
}
