package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What W3C Trace Context says of a request is for upstreams, and no part of the question. */
class TraceContextTest {
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    private static final String ONE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OTHER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @Test
    void reachesTheUpstreamAndIsNoPartOfTheKey() throws Exception {
        FakeUpstream upstream =
                fixture.upstream((call, request, out) -> out.write(ANSWER.getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        ServerFixture.ask(ServerFixture.chat(
                server, ServerFixture.QUESTION, "traceparent", ONE, "tracestate", "a=1", "baggage", "b=2"));
        String live = upstream.requests().get(0);
        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "traceparent", OTHER));

        assertThat(live)
                .contains("traceparent: " + ONE)
                .contains("tracestate: a=1")
                .contains("baggage: b=2");
        assertThat(upstream.requests()).hasSize(1);
    }
}
