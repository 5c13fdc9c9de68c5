package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.MemoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody has foreseen goes wrong while an answer is kept: its clients get it all the same. */
@Timeout(60)
class UnforeseenKeepingTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final WatchedStore store = new WatchedStore(new MemoryStore());

    @BeforeEach
    void fail() {
        store.beforeAppend(() -> {
            throw new ArithmeticException("unforeseen");
        });
    }

    private FakeUpstream answering(String type, String body) throws Exception {
        byte[] answer = ("HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\nconnection: close\r\ncontent-length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
        return fixture.upstream((call, request, out) -> out.write(answer));
    }

    private RepriseServer serve(TestUpstream... upstreams) {
        return fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstreams);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void anAnswerComesAsItIs(String type) throws Exception {
        String body = type.contains("json") ? "{\"choices\":[]}" : "data: {\"choices\":[]}\n\ndata: [DONE]\n\n";
        HttpResponse<String> answer =
                ServerFixture.ask(ServerFixture.chat(serve(answering(type, body)), ServerFixture.QUESTION));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("NOT KEPT: unexpected error: java.lang.ArithmeticException: unforeseen"));
    }

    @Test
    void aListOfModelsOfSeveralUpstreamsIsWhole() throws Exception {
        String list = "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\"}]}";
        RepriseServer server = serve(
                answering("application/json", list.formatted("m-1")),
                answering("application/json", list.formatted("m-2")));
        HttpResponse<String> answer =
                ServerFixture.ask(HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + "/v1/models"))
                        .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("m-1", "m-2");
        await().untilAsserted(() -> assertThat(fixture.log()).contains("NOT KEPT: unexpected error"));
    }
}
