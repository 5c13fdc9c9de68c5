package io.reprise.formats.otel;

import static io.reprise.formats.FoundFiles.recording;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
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

class OtelFormatTest {
    private static final String OPENAI = "'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai',"
            + " 'gen_ai.request.model': 'gpt-4o', 'gen_ai.response.id': 'chatcmpl-1', 'gen_ai.response.model': 'gpt-4o-1'";
    private static final String ASKED =
            "'gen_ai.input.messages': '[{`role`:`user`,`parts`:[{`type`:`text`,`content`:`hi`}]}]'";
    private static final String ANSWERED =
            "'gen_ai.output.messages': '[{`role`:`assistant`,`parts`:[{`type`:`text`,`content`:`hello`}],`finish_reason`:`stop`}]'";
    private static final String HI = "{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}]}";
    private static final String HELLO =
            "{'id':'chatcmpl-1','object':'chat.completion','created':1750000000,'model':'gpt-4o-1','choices':[{'index':0,"
                    + "'message':{'role':'assistant','content':'hello'},'finish_reason':'stop'}]}";

    @TempDir
    Path directory;

    @Test
    void makesRequestAndAnswerOfTheAttributesOfASpan() throws IOException {
        write(
                "traces/a.jsonl",
                console(OPENAI + ", 'gen_ai.request.temperature': 0.5, 'gen_ai.request.stop_sequences': ['x'],"
                        + " 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 2, 'server.address': 'api.openai.com', 'server.port': 443,"
                        + " 'gen_ai.system_instructions': '[{`type`:`text`,`content`:`be kind`}]',"
                        + " 'gen_ai.tool.definitions': '[{`type`:`function`,`name`:`f`,`parameters`:{`type`:`object`}}]',"
                        + " 'gen_ai.input.messages': '[{`role`:`user`,`parts`:[{`type`:`text`,`content`:`hi`}]},"
                        + "{`role`:`assistant`,`parts`:[{`type`:`tool_call`,`id`:`c`,`name`:`f`,`arguments`:{`a`:1}}]},"
                        + "{`role`:`tool`,`parts`:[{`type`:`tool_call_response`,`id`:`c`,`response`:`sun`}]}]', "
                        + ANSWERED));

        Found.Converted found = (Found.Converted) found().get(0);

        Exchange exchange = found.recording().exchange();
        assertThat(found.recording().test()).isEqualTo(new TestId("traces/a"));
        assertThat(found.recording().upstream()).isEqualTo("api.openai.com");
        assertThat(found.recording().recordedOn()).contains(LocalDate.of(2025, 6, 15));
        assertThat(exchange.request().path()).isEqualTo("/v1/chat/completions");
        assertThat(exchange.request().body())
                .hasToString(
                        json(
                                "{'model':'gpt-4o','messages':[{'role':'system','content':'be kind'},"
                                        + "{'role':'user','content':'hi'},{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function',"
                                        + "'function':{'name':'f','arguments':'{`a`:1}'}}]},{'role':'tool','content':'sun','tool_call_id':'c'}],"
                                        + "'temperature':0.5,'stop':['x'],'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}]}"));
        assertThat(exchange.response().body())
                .hasToString(json(
                        HELLO.replace("]}", "],'usage':{'prompt_tokens':5,'completion_tokens':2,'total_tokens':7}}")));
        assertThat(exchange.response().chunks().get(0).at()).isEqualTo(1500);
        assertThat(found.losses().stream().map(Loss::what)).containsExactly("request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'hi', 'gen_ai.completion.0.content': 'hello', 'gen_ai.completion.0.finish_reason': 'stop'|",
                "'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'hi', 'gen_ai.completion.0.role': 'assistant', 'gen_ai.completion.0.content': 'hello', 'gen_ai.response.finish_reasons': ['stop']|",
                "'llm.input_messages.0.message.role': 'user', 'llm.input_messages.0.message.content': 'hi', 'llm.output_messages.0.message.content': 'hello'|",
                "'llm.input_messages.0.message.role': 'user', 'llm.input_messages.0.message.contents.0.message_content.type': 'text', 'llm.input_messages.0.message.contents.0.message_content.text': 'hi', 'llm.output_messages.0.message.content': 'hello'|",
                "'a': 1|{'name': 'gen_ai.content.prompt', 'attributes': {'gen_ai.prompt': '[{`role`:`user`,`content`:`hi`}]'}}, {'name': 'gen_ai.content.completion', 'attributes': {'gen_ai.completion': '[{`role`:`assistant`,`content`:`hello`}]'}}",
                "'a': 1|{'name': 'gen_ai.user.message', 'attributes': {'content': 'hi', 'gen_ai.system': 'openai'}}, {'name': 'gen_ai.choice', 'attributes': {'index': 0, 'finish_reason': 'stop', 'message': '{`content`:`hello`}'}}",
                "'a': 1|{'name': 'gen_ai.client.inference.operation.details', 'attributes': {'gen_ai.input.messages': '[{`role`:`user`,`parts`:[{`type`:`text`,`content`:`hi`}]}]', 'gen_ai.output.messages': '[{`role`:`assistant`,`parts`:[{`type`:`text`,`content`:`hello`}]}]'}}",
            })
    void readsEverySpelling(String attributes, String events) throws IOException {
        write(
                "a.json",
                console(OPENAI + ", " + attributes)
                        .replace("'events': []", "'events': [" + (events == null ? "" : events) + "]"));

        Exchange exchange = recording(found().get(0)).exchange();

        assertThat(exchange.request().body()).hasToString(json(HI));
        assertThat(exchange.response().body()).hasToString(json(HELLO));
    }

    @Test
    void readsTracesAndLogsOfTheCollector() throws IOException {
        String span =
                "{'traceId': 't', 'spanId': 's1', 'startTimeUnixNano': '1750000000000000000', 'endTimeUnixNano': '1750000001500000000',"
                        + " 'attributes': [{'key': 'gen_ai.operation.name', 'value': {'stringValue': 'chat'}}, {'key': 'gen_ai.system', 'value': {'stringValue': 'openai'}},"
                        + " {'key': 'gen_ai.request.model', 'value': {'stringValue': 'gpt-4o'}}, {'key': 'gen_ai.request.seed', 'value': {'intValue': '7'}},"
                        + " {'key': 'gen_ai.response.id', 'value': {'stringValue': 'chatcmpl-1'}}, {'key': 'gen_ai.response.model', 'value': {'stringValue': 'gpt-4o-1'}},"
                        + " {'key': 'gen_ai.response.finish_reasons', 'value': {'arrayValue': {'values': [{'stringValue': 'stop'}]}}}]}";
        String log =
                "{'spanId': 's1', 'eventName': 'gen_ai.user.message', 'body': {'kvlistValue': {'values': [{'key': 'content', 'value': {'stringValue': 'hi'}}]}}},"
                        + " {'spanId': 's1', 'attributes': [{'key': 'event.name', 'value': {'stringValue': 'gen_ai.choice'}}], 'body': {'kvlistValue': {'values': ["
                        + "{'key': 'index', 'value': {'intValue': 0}}, {'key': 'message', 'value': {'kvlistValue': {'values': [{'key': 'content', 'value': {'stringValue': 'hello'}}]}}}]}}}";
        write(
                "a.jsonl",
                "{'resourceLogs': [{'scopeLogs': [{'logRecords': [" + log
                        + "]}]}]}\n{'resourceSpans': [{'scopeSpans': [{'spans': [" + span
                        + "]}]}]}\n{'resourceSpans': [\n");

        List<Found> found = found();

        assertThat(found.get(0))
                .isEqualTo(new Found.Unreadable("a.jsonl", "it is not JSON: it ends too early at line 4, column 1"));
        Exchange exchange = recording(found.get(1)).exchange();
        assertThat(found.get(1).origin()).isEqualTo("a.jsonl#s1");
        assertThat(exchange.request().body()).hasToString(json(HI.replace("]}", "],'seed':7}")));
        assertThat(exchange.response().body()).hasToString(json(HELLO));
    }

    @Test
    void asksAnthropicForItsMessages() throws IOException {
        write(
                "a.json",
                console(
                        "'gen_ai.operation.name': 'chat', 'gen_ai.system': 'Anthropic', 'gen_ai.request.model': 'claude', 'gen_ai.request.max_tokens': 9,"
                                + " 'gen_ai.prompt.0.role': 'system', 'gen_ai.prompt.0.content': 'be kind', 'gen_ai.prompt.1.role': 'user', 'gen_ai.prompt.1.content': 'hi',"
                                + " 'llm.request.functions.0.name': 'f', 'llm.request.functions.0.parameters': '{`type`:`object`}',"
                                + " 'gen_ai.completion.0.content': 'let me', 'gen_ai.completion.0.finish_reason': 'tool_calls',"
                                + " 'gen_ai.completion.0.tool_calls.0.id': 'c', 'gen_ai.completion.0.tool_calls.0.name': 'f',"
                                + " 'gen_ai.completion.0.tool_calls.0.arguments': '{`a`:1}', 'gen_ai.usage.prompt_tokens': 3"));

        Exchange exchange = recording(found().get(0)).exchange();

        assertThat(exchange.request().path()).isEqualTo("/v1/messages");
        assertThat(exchange.request().body())
                .hasToString(json(
                        "{'model':'claude','system':'be kind','messages':[{'role':'user','content':'hi'}],'max_tokens':9,"
                                + "'tools':[{'name':'f','input_schema':{'type':'object'}}]}"));
        assertThat(exchange.response().body())
                .hasToString(json("{'id':'msg_s1','type':'message','role':'assistant','model':'claude','content':["
                        + "{'type':'text','text':'let me'},{'type':'tool_use','id':'c','name':'f','input':{'a':1}}],"
                        + "'stop_reason':'tool_use','stop_sequence':null,'usage':{'input_tokens':3}}"));
    }

    @Test
    void makesAStreamOfAnAnswerThatWasOne() throws IOException {
        write("a.json", console(OPENAI + ", 'gen_ai.request.stream': true, " + ASKED + ", " + ANSWERED));

        Exchange exchange = recording(found().get(0)).exchange();

        assertThat(exchange.request().body()).hasToString(json(HI.replace("]}", "],'stream':true}")));
        assertThat(exchange.response().isStream()).isTrue();
        assertThat(exchange.response().body().toString())
                .contains("\"delta\":{\"content\":\"hello\"}")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void takesBodiesThatASpanHasAsTheyAre() throws IOException {
        write(
                "a.json",
                console(
                        "'openinference.span.kind': 'LLM', 'llm.system': 'openai',"
                                + " 'input.value': '{`messages`: [], `model`: `gpt-4o` }', 'output.value': '{ `choices`: [{`index`: 0}]}'"));

        Found.Converted found = (Found.Converted) found().get(0);

        assertThat(found.recording().exchange().request().body())
                .hasToString("{\"messages\": [], \"model\": \"gpt-4o\" }");
        assertThat(found.recording().exchange().response().body()).hasToString("{ \"choices\": [{\"index\": 0}]}");
        assertThat(found.losses().stream().map(Loss::what)).containsExactly("request.headers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'http.request.method': 'GET'|its span is about no call of a model",
                "'gen_ai.operation.name': 'execute_tool', 'gen_ai.request.model': 'x'|its span is about no call of a model",
                "'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'x'|its span has no prompt: the program did not export what was said",
                "'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'x', 'gen_ai.prompt.0.content': 'x'|its span has no answer",
                "'gen_ai.operation.name': 'chat', 'gen_ai.prompt.0.content': 'x', 'gen_ai.completion.0.content': 'x'|its span does not say which model was asked",
                "'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': 'x'|it is about the operation 'embeddings', of which a span says too little for a request",
                "'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'aws.bedrock', 'gen_ai.request.model': 'x'|its API, aws.bedrock, is none of which requests are made from spans: chat completions and Anthropic's messages are",
                "'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': '[{`role`:`user`,`parts`:[{`type`:`blob`}]}]'|its messages have parts that are no text, from which the request is not known",
            })
    void leavesOutWhatIsNotKnownAndSaysWhy(String attributes, String reason) throws IOException {
        write("a.json", console(attributes));

        assertThat(found()).containsExactly(new Found.LeftOut("a.json#s1", reason));
    }

    @Test
    void readsSpansThatAreWrittenOverSeveralLinesOneAfterTheOther() throws IOException {
        String span = console(OPENAI + ", " + ASKED + ", " + ANSWERED).replace(", ", ",\n    ");
        write("a.json", span + "\n{\n  'broken': ,\n}\n" + span.replace("s1", "s2") + "\n");

        List<Found> found = found();

        assertThat(found.stream().map(Found::origin)).containsExactly("a.json", "a.json#s1", "a.json#s2");
        assertThat(found.get(0)).isInstanceOf(Found.Unreadable.class);
        assertThat(found.subList(1, 3)).allMatch(Found.Converted.class::isInstance);
    }

    @Test
    void isFoundAmongAllFormats() throws IOException {
        write("a.jsonl", console(OPENAI + ", " + ASKED + ", " + ANSWERED));
        write("b.jsonl", "{'resourceSpans': [{'scopeSpans': [{'spans': [{'spanId': 's2'}]}]}]}");

        List<Found> found = new ArrayList<>();
        Formats.installed().open(directory).forEach(found::add);

        assertThat(found.stream().map(Found::origin)).containsExactly("a.jsonl#s1", "b.jsonl#s2");
    }

    @Test
    void namesOddFilesAndHarmsNoOthers() throws IOException {
        String good = json(console(OPENAI + ", " + ASKED + ", " + ANSWERED));
        Files.writeString(directory.resolve("bom.json"), "\ufeff" + good);
        Files.writeString(directory.resolve("crlf.jsonl"), good + "\r\n" + good.replace("s1", "s2") + "\r\n");
        Files.writeString(directory.resolve("empty.jsonl"), "");
        Files.write(directory.resolve("utf16.json"), good.getBytes(StandardCharsets.UTF_16));
        Files.writeString(directory.resolve("deep.jsonl"), "{\"resourceSpans\":\n" + "[".repeat(100_000));
        Files.writeString(
                directory.resolve("types.json"),
                json(
                        "{'resourceSpans': [{'scopeSpans': [7, {'spans': [null, {'spanId': 8, 'startTimeUnixNano': 1e999,"
                                + " 'attributes': [{'key': 'gen_ai.operation.name', 'value': {'stringValue': 'chat'}}, {'key': 5}]}]}]}]}"));
        Files.writeString(
                directory.resolve("twice.json"),
                good.replace("\"attributes\":", "\"attributes\": {\"gen_ai.operation.name\": 5}, \"attributes\":"));

        List<Found> found = found();

        assertThat(found.stream()
                        .map(each -> each.origin() + " " + each.getClass().getSimpleName()))
                .containsExactly(
                        "bom.json#s1 Converted",
                        "crlf.jsonl#s1 Converted",
                        "crlf.jsonl#s2 Converted",
                        "deep.jsonl Unreadable",
                        "empty.jsonl LeftOut",
                        "twice.json#s1 Converted",
                        "types.json#1 LeftOut",
                        "types.json#2 LeftOut",
                        "utf16.json Unreadable");
        assertThat(((Found.Unreadable) found.get(3)).reason())
                .isEqualTo("it has more than 10000 values within each other at line 2, column 10000");
        assertThat(((Found.Unreadable) found.get(8)).reason()).isEqualTo("it is not UTF-8");
    }

    private static String console(String attributes) {
        return "{'name': 'chat gpt-4o', 'context': {'trace_id': '0xt', 'span_id': '0xs1', 'trace_state': '[]'}, 'kind': 'SpanKind.CLIENT',"
                + " 'parent_id': null, 'start_time': '2025-06-15T15:06:40.000000Z', 'end_time': '2025-06-15T15:06:41.500000Z',"
                + " 'attributes': {" + attributes + "}, 'events': [], 'links': [], 'resource': {'attributes': {}}}";
    }

    /** With quotes for apostrophes, and escaped ones for grave accents. */
    private static String json(String text) {
        return text.replace("'s messages are", "\u0000")
                .replace("'", "\"")
                .replace("`", "\\\"")
                .replace("\u0000", "'s messages are");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json(text));
    }

    private List<Found> found() {
        return FoundFiles.of(new OtelFormat(), directory);
    }
}
