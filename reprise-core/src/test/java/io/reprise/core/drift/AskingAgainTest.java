package io.reprise.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.view.KeptEntry;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskingAgainTest {
    private static final Response FINE = Response.whole(200, "application/json", Bytes.utf8("{}"));

    private static Optional<String> obstacle(Request request) {
        return AskingAgain.obstacle(KeptEntry.of(request, FINE));
    }

    private static Optional<String> ofResponses(String members) {
        return obstacle(Request.post("/v1/responses", "{\"model\":\"m\"," + members + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/embeddings",
                "/v1/messages",
                "/v1/messages/count_tokens",
                "/v1/images/generations",
                "/v1/moderations",
                "/v1beta/models/gemini-x:generateContent",
                "/api/chat",
                "/model/some.model/converse",
                "/v2/rerank",
                "/completion",
                "/generate"
            })
    void asksModelsAgain(String path) {
        assertThat(obstacle(Request.post(path, "{\"model\":\"m\",\"input\":\"hi\"}")))
                .isEmpty();
    }

    @Test
    void asksForListsOfModelsAgain() {
        assertThat(obstacle(Request.get("/v1/models"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/files",
        "POST, /v1/batches",
        "POST, /v1/fine_tuning/jobs",
        "POST, /v1/assistants",
        "POST, /v1/threads/runs",
        "POST, /v1/videos",
        "POST, /v1/messages/batches",
        "POST, /v1/conversations",
        "POST, /v1/realtime/sessions",
        "POST, /v1beta/models/x:predictLongRunning",
        "POST, /api/pull",
        "POST, /api/create",
        "POST, /lora-adapters",
        "POST, /something/unknown",
        "POST, /v1/responses/resp_1/cancel",
        "GET, /v1/responses/resp_1",
        "DELETE, /v1/files/file-1"
    })
    void asksForNothingThatTheUpstreamKeeps(String method, String path) {
        Bytes body = method.equals("POST") && !path.endsWith("cancel") ? Bytes.utf8("{\"model\":\"m\"}") : Bytes.EMPTY;

        assertThat(obstacle(new Request(method, path, "", Headers.NONE, body)))
                .contains("its request may change something at the upstream, or asks for what the upstream keeps: "
                        + method + " " + path + " neither asks a model nor lists models");
    }

    @Test
    void asksNotForWhatWasNoAnswer() {
        Request request = Request.post("/v1/chat/completions", "{\"model\":\"m\"}");
        Response error = Response.whole(429, "application/json", Bytes.utf8("{}"));

        assertThat(AskingAgain.obstacle(KeptEntry.of(request, error)))
                .contains("its recorded answer is an error (status 429), which says nothing of today's answers");
        assertThat(AskingAgain.obstacle(KeptEntry.of(request, FINE.withEnding(Ending.CUT))))
                .contains("its recorded answer is incomplete");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            "input": "x", "previous_response_id": "resp_1"                                        => 'resp_1' (previous_response_id)
            "input": "x", "conversation": "conv_1"                                                => 'conv_1' (conversation)
            "input": "x", "conversation": {"id": "conv_2"}                                        => 'conv_2' (conversation)
            "input": [{"type": "item_reference", "id": "msg_1"}]                                  => 'msg_1' (item_reference)
            "input": [{"type": "reasoning", "id": "rs_1", "summary": []}]                         => 'rs_1' (reasoning)
            "input": [{"role": "user", "content": [{"type": "input_file", "file_id": "file-1"}]}] => 'file-1' (file_id)
            "input": "x", "tools": [{"type": "file_search", "vector_store_ids": ["vs_1"]}]        => 'vs_1' (vector_store_ids)
            """)
    void namesWhatOnlyTheUpstreamHas(String members, String named) {
        assertThat(ofResponses(members))
                .contains("its request names " + named + ", which the upstream may have forgotten");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"input\": \"x\", \"previous_response_id\": null",
                "\"input\": \"x\", \"tools\": [{\"type\": \"function\", \"name\": \"f\", \"parameters\": {\"file_id\": \"f-1\"}}]",
                "\"input\": [{\"type\": \"reasoning\", \"id\": \"rs_1\", \"encrypted_content\": \"abc\"}]",
                "\"input\": \"x\", \"tools\": [{\"type\": \"code_interpreter\", \"container\": {\"type\": \"auto\"}}]"
            })
    void takesWhatARequestHasInItself(String members) {
        assertThat(ofResponses(members)).isEmpty();
    }

    @Test
    void wantsTheCallBesideItsResult() {
        String call =
                "{\"type\": \"function_call\", \"call_id\": \"call_1\", \"name\": \"f\", \"arguments\": \"{}\"}, ";
        String result = "{\"type\": \"function_call_output\", \"call_id\": \"call_1\", \"output\": \"3\"}";

        assertThat(ofResponses("\"input\": [" + call + result + "]")).isEmpty();
        assertThat(ofResponses("\"input\": [" + result + "]"))
                .contains("its request has the result of the tool call 'call_1', but not the call");
    }

    @Test
    void letsTheUpstreamCallNoToolsOfOthers() {
        String reason = "its request lets the upstream call tools of other servers, which may change something";

        assertThat(ofResponses(
                        "\"input\": \"x\", \"tools\": [{\"type\": \"mcp\", \"server_url\": \"https://a.example\"}]"))
                .contains(reason);
        assertThat(obstacle(Request.post(
                        "/v1/messages",
                        "{\"model\":\"m\",\"messages\":[],\"mcp_servers\":[{\"url\":\"https://a.example\"}]}")))
                .contains(reason);
    }

    @Test
    void asksNotWithMaskedCredentials() {
        assertThat(ofResponses("\"input\": \"my key is [masked]\""))
                .contains("its request had credentials, which are masked in the recording, so that it cannot be sent");
    }
}
