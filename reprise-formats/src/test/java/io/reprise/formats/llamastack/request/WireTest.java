package io.reprise.formats.llamastack.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.response.WireResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was on the wire, as far as the corpus has no example of it. */
class WireTest {
    @Test
    void mergesWhatThePythonClientMerges() {
        Request sent = first("""
                {"method": "POST", "url": "https://us-south.ml.cloud.ibm.com/ml/v1/v1/chat/completions", "headers": {},
                 "body": {"model": "m", "timeout": 3, "extra_body": {"model": "n", "project_id": "p"},
                  "extra_query": {"version": "1", "tags": ["a", "b"]}, "extra_headers": {"X-A": "b"}},
                 "endpoint": "/v1/chat/completions", "model": "m"}""");

        assertThat(sent.path()).isEqualTo("/ml/v1/chat/completions");
        assertThat(sent.query()).isEqualTo("version=1&tags%5B%5D=a&tags%5B%5D=b");
        assertThat(sent.headers().first("x-a")).contains("b");
        assertThat(sent.body()).hasToString("{\"model\":\"n\",\"project_id\":\"p\"}");
    }

    /** As {@code Querystring(array_format="brackets")} of openai-python 2 writes them; other clients have commas. */
    @Test
    void writesListsInQueriesWithBracketsAndElseWithCommas() {
        List<WireRequest> requests = LlamaStackCall.of(Json.parse("""
                {"method": "POST", "url": "http://localhost:8000/v1/v1/chat/completions", "headers": {},
                 "body": {"model": "m", "extra_query": {"a": {"b": [1, true, "x y"], "c": null}, "none": []}},
                 "endpoint": "/v1/chat/completions", "model": "m"}""")).requests();

        assertThat(requests.stream()
                        .filter(each -> each.request().path().equals("/v1/chat/completions"))
                        .map(each -> each.request().query()))
                .startsWith("a%5Bb%5D%5B%5D=1&a%5Bb%5D%5B%5D=true&a%5Bb%5D%5B%5D=x+y", "a%5Bb%5D=1%2Ctrue%2Cx+y&none=");
    }

    @Test
    void sendsRawPayloadsAsTheyAreAndNullNotAtAll() {
        Request rerank = first("""
                {"test_id": null, "url": "http://localhost:8000/rerank?a=b", "method": "post", "payload": {"query": "q"}}""");
        Request empty = first("""
                {"test_id": null, "url": "http://localhost:8000/reset", "method": "POST", "payload": null}""");

        assertThat(rerank.method() + " " + rerank.path() + "?" + rerank.query() + " " + rerank.body())
                .isEqualTo("POST /rerank?a=b {\"query\":\"q\"}");
        assertThat(empty.body().isEmpty()).isTrue();
    }

    @Test
    void knowsOtherSpellingsOfTheSameQuestion() {
        assertThat(spelled("""
                        {"method": "POST", "url": "http://localhost:11434/api/pull", "headers": {},
                         "body": {"model": "m", "stream": false}, "endpoint": "/api/pull", "model": "m"}"""))
                .containsExactly(
                        "/api/pull {\"model\":\"m\",\"stream\":false}", "/api/pull {\"name\":\"m\",\"stream\":false}");
    }

    @Test
    void endsAStreamWithTheErrorThatEndedIt() {
        Response answer = answer("""
                {"body": [{"__type__": "openai.types.chat.chat_completion_chunk.ChatCompletionChunk",
                  "__data__": {"id": "rec-1", "choices": [], "service_tier": null}}], "is_streaming": true, "is_exception": true,
                 "exception_data": {"category": "unknown", "type": "APIError", "message": "overloaded",
                  "body": {"message": "overloaded", "code": 500}}, "exception_message": "overloaded"}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(answer.body())
                .hasToString("data: {\"id\":\"rec-1\",\"choices\":[]}\n\n"
                        + "event: error\ndata: {\"error\":{\"message\":\"overloaded\",\"code\":500}}\n\n");
    }

    @Test
    void breaksOffWhereTheConnectionBroke() {
        Response answer = answer("""
                {"body": [], "is_streaming": true}""");
        Response cut = answer("""
                {"body": [{"id": "rec-1"}], "is_streaming": true, "is_exception": true,
                 "exception_data": {"type": "RemoteProtocolError", "message": "peer closed connection"}}""");

        assertThat(answer.body()).hasToString("data: [DONE]\n\n");
        assertThat(cut.ending()).isEqualTo(Ending.CUT);
        assertThat(cut.body()).hasToString("data: {\"id\":\"rec-1\"}\n\n");
    }

    @Test
    void givesTheStatusAndTheWholeBodyOfAnError() {
        Response answer = answer("""
                {"body": null, "is_streaming": false, "is_exception": true, "exception_message":
                 "Error code: 400 - {'error': {'message': \\"it's \\\\'bad\\\\'\\", 'code': None}, 'x': [1, True]}"}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).hasToString("{\"error\":{\"message\":\"it's 'bad'\",\"code\":null},\"x\":[1,true]}");
    }

    private static Request first(String request) {
        return LlamaStackCall.of(Json.parse(request)).requests().get(0).request();
    }

    private static List<String> spelled(String request) {
        return LlamaStackCall.of(Json.parse(request)).requests().stream()
                .map(WireRequest::request)
                .map(sent -> sent.path() + " " + sent.body())
                .toList();
    }

    private static Response answer(String response) {
        String request = """
                {"method": "POST", "url": "http://localhost:11434/v1/v1/chat/completions", "headers": {},
                 "body": {"model": "m", "stream": true}, "endpoint": "/v1/chat/completions", "model": "m"}""";
        String file = "{\"test_id\": null, \"request\": " + request + ", \"response\": " + response + "}";
        return WireResponse.of(LlamaStackFile.parse(file), WireRequest.Vectors.AS_RECORDED);
    }
}
