package io.reprise.core.family.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenAiStoredResponsesTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiResponses.STORED;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        Request.get("/v1/responses/resp_1"),
                        "",
                        "get",
                        whole("{'id':'resp_1','status':'queued','output':[]}"),
                        Said.NOTHING),
                new Example(
                        new Request("GET", "/v1/responses/resp_1", "stream=true", Headers.NONE, Bytes.EMPTY),
                        "",
                        "get",
                        events(
                                "{'type':'response.output_text.delta','delta':'Red'}",
                                "{'type':'response.completed','response':{'id':'resp_1','usage':{'input_tokens':1,'output_tokens':2}}}"),
                        said("Red", 1, 2)),
                new Example(
                        post("/v1/responses/resp_1/cancel", ""),
                        "",
                        "cancel",
                        whole("{'id':'resp_1','status':'cancelled'}"),
                        Said.NOTHING),
                new Example(
                        Request.get("/v1/responses/resp_1/input_items"),
                        "",
                        "input items",
                        whole("{'object':'list','data':[]}"),
                        new Said("", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/v1/responses", "{}"), Request.get("/v1/responses"), post("/v1/responses/resp_1", "{}"));
    }

    @Test
    void tellsOfAResponseThatHasFailed() {
        String failed = "{'id':'resp_1','status':'failed','error':{'code':'server_error','message':'x'}}";

        assertThat(family().status(new ParsedResponse(whole(failed)))).isEqualTo(200);
        assertThat(OpenAiResponses.CREATED.status(new ParsedResponse(whole(failed))))
                .isEqualTo(500);
    }
}
