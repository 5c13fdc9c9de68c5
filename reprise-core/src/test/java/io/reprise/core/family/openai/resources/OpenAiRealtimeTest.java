package io.reprise.core.family.openai.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenAiRealtimeTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiRealtime.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                post("/v1/realtime/client_secrets", "{'session':{'type':'realtime','model':'gpt-realtime'}}"),
                "gpt-realtime",
                "client secrets",
                whole("{'value':'ek_1','expires_at':1,'session':{'id':'sess_1','voice':'alloy'}}"),
                new Said("alloy", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(Request.get("/v1/realtime"), post("/v1/realtime", "{}"), post("/v1/calls", "{}"));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".value STATE",
                ".client_secret.value STATE",
                ".session.id ID",
                ".session.expires_at TIME",
                ".session.value steady");
    }

    @Test
    void takesDescriptionsOfSessionsForTheSame() {
        ParsedResponse one = sdp("v=0\r\no=- 1\r\n");

        assertThat(family().saysTheSame(one, sdp("v=0\r\no=- 2\r\n"))).isTrue();
        assertThat(family().saysTheSame(one, sdp("rubbish"))).isFalse();
    }

    private static ParsedResponse sdp(String text) {
        return new ParsedResponse(Response.whole(201, "application/sdp", Bytes.utf8(text)));
    }
}
