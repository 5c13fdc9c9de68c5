package io.reprise.formats.jsonl;

import static io.reprise.formats.FoundFiles.recording;
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
import io.reprise.core.store.Recording;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlFormatTest {
    private static final String ASKED = "{'model':'m','messages':[{'role':'user','content':'hi'}]}";
    private static final String ANSWERED =
            "{'id':'c','choices':[{'index':0,'message':{'role':'assistant','content':'yo'},'finish_reason':'stop'}]}";
    private static final String PAIR = "{'request':" + ASKED + ",'response':" + ANSWERED + "}";

    @TempDir
    Path directory;

    @Test
    void makesARecordingOfARequestAndAResponse() throws IOException {
        write(
                "a/b.jsonl",
                "{'request':{'method':'put','url':'https://h.example/v1/x?a=b','headers':{'Content-Type':'text/plain'},'body':'hi'},"
                        + "'response':{'status':201,'headers':{'x-a':['1','2']},'body':{'a': 1}}}");

        assertThat(found())
                .containsExactly(new Found.Converted(
                        "a/b.jsonl#1",
                        new Recording(
                                new TestId("a/b"),
                                "h.example",
                                1,
                                new Exchange(
                                        new Request(
                                                "PUT",
                                                "/v1/x",
                                                "a=b",
                                                Headers.of("content-type", "text/plain"),
                                                Bytes.utf8("hi")),
                                        new Response(
                                                201,
                                                Headers.of("x-a", "1", "x-a", "2", "content-type", "application/json"),
                                                StreamFormat.WHOLE,
                                                List.of(Chunk.of(0, "{\"a\":1}")),
                                                Ending.COMPLETE))),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/chat/completions|" + ASKED + "|" + ANSWERED,
                "/v1/completions|{'model':'m','prompt':'hi'}|{'choices':[{'index':0,'text':'yo','finish_reason':'stop'}]}",
                "/v1/responses|{'model':'m','input':'hi'}|{'object':'response','status':'completed','output':[{'type':'message','role':'assistant','content':[{'type':'output_text','text':'yo'}]}]}",
                "/v1/embeddings|{'model':'m','input':'hi'}|{'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.1]}]}",
                "/v1/moderations|{'model':'m','input':'hi'}|{'id':'x','results':[{'flagged':false,'categories':{'a':false},'category_scores':{'a':0.1}}]}",
                "/v1/images/generations|{'model':'m','prompt':'hi'}|{'created':1,'data':[{'b64_json':'AAAA'}]}",
                "/v1/messages|{'model':'m','max_tokens':5,'messages':[{'role':'user','content':'hi'}]}|{'type':'message','role':'assistant','content':[{'type':'text','text':'yo'}]}",
                "/v1/complete|{'model':'m','prompt':'hi'}|{'type':'completion','completion':'yo'}",
                "/api/chat|" + ASKED + "|{'model':'m','message':{'role':'assistant','content':'yo'},'done':true}",
                "/api/generate|{'model':'m','prompt':'hi'}|{'model':'m','response':'yo','done':true}",
                "/api/embed|{'model':'m','input':'hi'}|{'model':'m','embeddings':[[0.1]]}"
            })
    void findsTheApiOfBodiesByWhatTheySay(String path, String asked, String answered) throws IOException {
        write(
                "a.jsonl",
                "{'request':" + asked + ",'response':" + answered + "}",
                "{'input':" + asked + ",'output':" + answered + ",'tags':{'a':'b'}}",
                "{'prompt':" + asked + ",'completion':" + answered + "}",
                "{'request':" + quoted(asked) + ",'response':" + quoted(answered) + "}");

        Exchange expected = new Exchange(
                Request.post(path, json(asked)), Response.whole(200, "application/json", Bytes.utf8(json(answered))));
        assertThat(found()).hasSize(4).allSatisfy(found -> {
            Exchange exchange = recording(found).exchange();
            assertThat(exchange.request().path()).isEqualTo(path);
            assertThat(exchange.request().body()).isEqualTo(expected.request().body());
            assertThat(exchange.response()).isEqualTo(expected.response());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/chat/completions|{'choices':[{'index':0,'message':{'role':'assistant','content':''},'finish_reason':'length'}],'usage':{'prompt_tokens':1,'completion_tokens':0}}"
            })
    void findsTheApiOfAnAnswerWithoutWords(String path, String answered) throws IOException {
        write("a.jsonl", "{'request':" + ASKED + ",'response':" + answered + "}");

        assertThat(recording(found().get(0)).exchange().request().path()).isEqualTo(path);
    }

    @Test
    void saysOfAFileWithRequestsOnlyThatTheyAreElsewhere() throws IOException {
        write("in.jsonl", request("1", "a"));
        write("out.jsonl", "{'custom_id':'1','response':{'status_code':200,'body':" + ANSWERED + "}}");

        List<Found> found = found();

        assertThat(found).hasSize(2);
        assertThat(found.get(0))
                .isEqualTo(new Found.LeftOut(
                        "in.jsonl", "it has the requests of a batch, which are imported with their answers"));
    }

    @Test
    void spellsAListOfChunksAsTheApiDoes() throws IOException {
        String chunk =
                "{'object':'chat.completion.chunk','choices':[{'index':0,'delta':{'content':'yo'},'finish_reason':'stop'}]}";
        String event = "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'yo'}}";
        String line = "{'model':'m','message':{'role':'assistant','content':'yo'},'done':true}";
        write(
                "a.jsonl",
                "{'request':" + ASKED + ",'response':[" + chunk + "]}",
                "{'request':" + ASKED + ",'response':[" + event + ",{'type':'message_stop'}]}",
                "{'request':" + ASKED + ",'response':[" + line + "]}",
                "{'request':{'path':'/x','body':{}},'response':{'status':200,'body':[{}]}}",
                "{'request':{'path':'/v1/chat/completions','body':{'stream':true}},'response':{'status':200,'body':["
                        + chunk + ",'[DONE]']}}");

        List<Found> found = found();

        assertThat(found.stream()
                        .map(each ->
                                recording(each).exchange().response().body().toString()))
                .containsExactly(
                        json("data: " + chunk + "\n\ndata: [DONE]\n\n"),
                        json("event: content_block_delta\ndata: " + event
                                + "\n\nevent: message_stop\ndata: {'type':'message_stop'}\n\n"),
                        json(line + "\n"),
                        "[{}]",
                        json("data: " + chunk + "\n\ndata: [DONE]\n\n"));
        assertThat(found.stream()
                        .map(each -> recording(each).exchange().request().path()))
                .containsExactly("/v1/chat/completions", "/v1/messages", "/api/chat", "/x", "/v1/chat/completions");
        assertThat(((Found.Converted) found.get(0)).losses())
                .extracting(Object::toString)
                .contains("response: the file has what each chunk of the stream says, and not how the API spelled it");
    }

    @Test
    void readsAStreamThatIsAText() throws IOException {
        write(
                "a.jsonl",
                "{'request':" + ASKED
                        + ",'response':'data: {\\'choices\\':[{\\'index\\':0,\\'delta\\':{\\'content\\':\\'yo\\'},\\'finish_reason\\':\\'stop\\'}]}\\n\\ndata: [DONE]\\n\\n'}");

        Response response = recording(found().get(0)).exchange().response();

        assertThat(response.isStream()).isTrue();
        assertThat(response.chunks()).hasSize(2);
    }

    @Test
    void joinsTheFilesOfABatchOfOpenAi() throws IOException {
        write("in.jsonl", request("1", "a"), request("2", "b"), request("3", "c"), request("4", "d"));
        write(
                "out.jsonl",
                "{'id':'batch_req_2','custom_id':'2','response':{'status_code':200,'request_id':'r2','body':" + ANSWERED
                        + "},'error':null}",
                "{'id':'batch_req_1','custom_id':'1','response':{'status_code':400,'request_id':'','body':{'error':{'message':'no'}}},'error':null}",
                "{'id':'batch_req_3','custom_id':'3','response':null,'error':{'code':'batch_expired','message':'late'}}",
                "{'id':'batch_req_9','custom_id':'9','response':{'status_code':200,'body':{}},'error':null}");

        List<Found> found = found().subList(1, 6);

        Exchange first = recording(found.get(0)).exchange();
        assertThat(found.get(0).origin()).isEqualTo("out.jsonl#1");
        assertThat(first.request().path()).isEqualTo("/v1/chat/completions");
        assertThat(first.request().body().toString()).contains("\"b\"");
        assertThat(first.response().headers().first("x-request-id")).hasValue("r2");
        assertThat(first.response().body().toString()).isEqualTo(json(ANSWERED));
        assertThat(recording(found.get(1)).exchange().response().status()).isEqualTo(400);
        assertThat(found.subList(2, found.size()))
                .containsExactly(
                        new Found.LeftOut(
                                "out.jsonl#3", "the batch ended without an answer to its request: batch_expired"),
                        new Found.LeftOut(
                                "out.jsonl#4",
                                "its request is missing; import a directory that has the file of the batch's requests as well"),
                        new Found.LeftOut(
                                "in.jsonl#4",
                                "it is the request of a batch, and its answer is missing; import a directory that has the"
                                        + " file of the batch's answers as well"));
    }

    @Test
    void joinsTheLinesOfABatchOfAnthropic() throws IOException {
        String message = "{'type':'message','role':'assistant','content':[{'type':'text','text':'yo'}]}";
        String asked = "{'model':'m','max_tokens':5,'messages':[{'role':'user','content':'hi'}]}";
        write(
                "batch.jsonl",
                "{'custom_id':'a','result':{'type':'succeeded','message':" + message + "}}",
                "{'custom_id':'b','result':{'type':'errored','error':{'type':'error','error':{'type':'overloaded_error','message':'x'}}}}",
                "{'custom_id':'c','result':{'type':'expired'}}",
                "{'custom_id':'a','params':" + asked + "}",
                "{'custom_id':'b','params':" + asked + "}",
                "{'custom_id':'c','params':" + asked + "}");

        List<Found> found = found();

        assertThat(found).hasSize(3);
        Exchange first = recording(found.get(0)).exchange();
        assertThat(first.request().path()).isEqualTo("/v1/messages");
        assertThat(first.request().body().toString()).isEqualTo(json(asked));
        assertThat(first.response().body().toString()).isEqualTo(json(message));
        assertThat(recording(found.get(1)).exchange().response().status()).isEqualTo(529);
        assertThat(found.get(2))
                .isEqualTo(new Found.LeftOut(
                        "batch.jsonl#3", "the batch ended without an answer to its request: expired"));
    }

    @Test
    void keepsBatchesOfTheSameIdsApart() throws IOException {
        String answer = "{'custom_id':'1','response':{'status_code':200,'body':" + ANSWERED + "}}";
        write("one/in.jsonl", request("1", "a"));
        write("one/out.jsonl", answer);
        write("two/both.jsonl", request("1", "b"), answer);
        write("two/other.jsonl", request("1", "c"));
        write("three/in.jsonl", request("1", "d"));
        write("three/in-2.jsonl", request("1", "e"));
        write("three/out.jsonl", answer);

        List<Found> found = found();

        assertThat(found.stream().filter(each -> each.origin().equals("one/out.jsonl#1")))
                .singleElement()
                .satisfies(each -> assertThat(
                                recording(each).exchange().request().body().toString())
                        .contains("\"a\""));
        assertThat(found.stream().filter(each -> each.origin().equals("two/both.jsonl#2")))
                .singleElement()
                .satisfies(each -> assertThat(
                                recording(each).exchange().request().body().toString())
                        .contains("\"b\""));
        assertThat(found)
                .contains(new Found.LeftOut(
                        "three/out.jsonl#1",
                        "several requests have its 'custom_id'; import each batch from a directory of its own"));
    }

    @Test
    void namesTheLineAndColumnOfABrokenLineAndReadsAllOthers() throws IOException {
        Files.write(
                directory.resolve("a.jsonl"),
                ("\ufeff" + json(PAIR) + "\r\n\r\n{\"request\":1,}\n\n" + json(PAIR) + "\n"
                                + json(PAIR).substring(0, 50))
                        .getBytes(StandardCharsets.UTF_8));
        Files.write(
                directory.resolve("b.jsonl"),
                new byte[] {'{', (byte) 0xff, '}', '\n', '[', ']', ' ', ' ', ' ', ' ', ' ', ' '});

        List<Found> found = found();

        assertThat(found.stream().map(Found::origin))
                .containsExactly("a.jsonl#1", "a.jsonl#3", "a.jsonl#5", "a.jsonl#6", "b.jsonl#1", "b.jsonl#2");
        assertThat(recording(found.get(0)).exchange())
                .isEqualTo(recording(found.get(2)).exchange());
        assertThat(reason(found.get(1))).startsWith("it is not JSON").contains("at line 3, column 14");
        assertThat(reason(found.get(3))).startsWith("it is not JSON").contains("at line 6, column 51");
        assertThat(reason(found.get(4))).isEqualTo("it is not UTF-8");
        assertThat(found.get(5)).isEqualTo(new Found.LeftOut("b.jsonl#2", "it has no request"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'messages':[{'role':'user','content':'hi'}]}|it is an example for fine-tuning: it has messages, and no answer of an API",
                "{'prompt':'hi','completion':'yo'}|its response is a text of the model, and not the body that an API sends",
                "{'prompt':'hi','completion':{'choices':[]}}|its request is a text, and not the body that a client sends",
                "{'request':{'model':'m'}}|it has a request and no response",
                "{'request':{'model':'m'},'response':null}|it has a request and no response",
                "{'a':1}|it has no request",
                "7|it has no request",
                "{'request':{'model':'m'},'response':{'a':1}}|nobody knows which API was asked; give it a request with 'method', 'path' and 'body'",
                "{'request':{'messages':[]},'response':{'error':{'message':'x'}}}|its response is an error without a status; give it a response with 'status' and 'body'"
            })
    void namesWhatIsNoExchange(String row, String reason) throws IOException {
        write("a.jsonl", row, PAIR);

        List<Found> found = found();

        assertThat(found.get(0)).isEqualTo(new Found.LeftOut("a.jsonl#1", reason));
        assertThat(found.get(1)).isInstanceOf(Found.Converted.class);
    }

    @Test
    void namesATextOfSeveralLinesOnce() throws IOException {
        write("a.jsonl", "{", "'a': 1", "}");
        write("b.ndjson", "", " ");

        assertThat(found())
                .containsExactly(
                        new Found.Unreadable(
                                "a.jsonl",
                                "it cannot be read: its first line is not a whole object; such a file has an object of JSON on each line"),
                        new Found.LeftOut("b.ndjson", "it is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "log.txt", "log.jsonl", "log.ndjson", "log.jsonl.gz", "LOG.JSONL.GZ"})
    void readsAFileThatIsNamedWhateverItsNameIs(String name) throws IOException {
        byte[] content = (json(PAIR) + "\n").getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(
                directory.resolve(name),
                name.toLowerCase(java.util.Locale.ROOT).endsWith(".gz") ? compressed(content) : content);

        List<Found> found = new ArrayList<>();
        Formats.installed().open(file).forEach(found::add);

        assertThat(found).hasSize(1);
        assertThat(recording(found.get(0)).test()).isEqualTo(TestId.NONE);
    }

    @Test
    void findsRequestsOfBatchesInCompressedFiles() throws IOException {
        Files.write(
                directory.resolve("in.jsonl.gz"),
                compressed((json(request("1", "a")) + "\n").getBytes(StandardCharsets.UTF_8)));
        write("out.jsonl", "{'custom_id':'1','response':{'status_code':200,'body':" + ANSWERED + "}}");

        assertThat(found()).hasSize(2).last().isInstanceOf(Found.Converted.class);
    }

    @Test
    void namesACompressedFileThatIsBroken() throws IOException {
        Files.write(directory.resolve("a.jsonl.gz"), new byte[] {1, 2, 3});
        write("b.jsonl", PAIR);

        List<Found> found = found();

        assertThat(found.get(0)).isInstanceOf(Found.Unreadable.class);
        assertThat(found.get(1)).isInstanceOf(Found.Converted.class);
    }

    @Test
    void leavesLinesOfTelemetryAndAttachedMessagesToOthers() throws IOException {
        write("spans.jsonl", "{'resourceSpans':[]}");
        write("0123456789012345678901234567890123456789.jsonl", PAIR);
        write("a.jsonl", PAIR);

        assertThat(found().stream().map(Found::origin)).containsExactly("a.jsonl#1");
    }

    private static String request(String id, String text) {
        return "{'custom_id':'" + id + "','method':'POST','url':'/v1/chat/completions','body':"
                + ASKED.replace("hi", text) + "}";
    }

    private static String reason(Found found) {
        return ((Found.Unreadable) found).reason();
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String json(String text) {
        return text.replace("\\'", "\\\"").replace("'", "\"");
    }

    /** A string that has a JSON text. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }

    private void write(String name, String... rows) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json(String.join("\n", rows)) + "\n");
    }

    private List<Found> found() {
        return FoundFiles.of(new JsonlFormat(), directory);
    }
}
