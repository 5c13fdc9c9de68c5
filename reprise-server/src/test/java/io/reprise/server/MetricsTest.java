package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /__reprise/metrics}. */
class MetricsTest {
    private static final String OTHER = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"bye\"}]}";

    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"
                    + "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                    + "{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static HttpResponse<String> metrics(RepriseServer server, String accept) throws Exception {
        return ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/metrics"))
                        .header("accept", accept)
                        .build());
    }

    private RepriseServer serverWithOneRecording() {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(1, "{}", "[DONE]"));
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    @Test
    void tellWhatBecameOfRequestsBeforeTheyWereAskedFor() throws Exception {
        RepriseServer server = serverWithOneRecording();
        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));
        ServerFixture.ask(ServerFixture.chat(server, OTHER));

        HttpResponse<String> answer = metrics(server, "*/*");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(answer.body().lines())
                .contains(
                        "reprise_requests_total{family=\"openai-chat\",outcome=\"replayed\"} 1.0",
                        "reprise_requests_total{family=\"openai-chat\",outcome=\"missed\"} 1.0",
                        "reprise_request_duration_seconds_count{outcome=\"replayed\"} 1",
                        "reprise_first_chunk_seconds_count{outcome=\"replayed\"} 1",
                        "reprise_misses_total{cause=\"different\"} 1.0",
                        "reprise_streams 0.0",
                        "reprise_build_info{version=\"unknown\"} 1");
    }

    @Test
    void tellWhatUpstreamsAnswered() throws Exception {
        FakeUpstream upstream =
                fixture.upstream((call, request, out) -> out.write(ANSWER.getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        ServerFixture.ask(ServerFixture.chat(server, OTHER));

        assertThat(metrics(server, "*/*").body().lines())
                .contains(
                        "reprise_requests_total{family=\"openai-chat\",outcome=\"recorded\"} 1.0",
                        "reprise_upstream_requests_total{code=\"200\",upstream=\"127.0.0.1\"} 1.0",
                        "reprise_upstream_duration_seconds_count{upstream=\"127.0.0.1\"} 1",
                        "reprise_tokens_total{direction=\"input\",outcome=\"recorded\"} 7.0",
                        "reprise_tokens_total{direction=\"output\",outcome=\"recorded\"} 2.0");
    }

    @Test
    void tellWhyRequestsWereRefusedAndAnswersLost() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> out.write(
                ANSWER.replace("hello", "ghp_" + "a1B2c3D4e5F6".repeat(3)).getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        ServerFixture.ask(ServerFixture.chat(server, OTHER));
        ServerFixture.ask(ServerFixture.chat(server, OTHER, "X-Reprise-Mode", "nonsense"));

        assertThat(metrics(server, "*/*").body().lines())
                .contains(
                        "reprise_unsaved_total{reason=\"credential\"} 1.0",
                        "reprise_unsaved_total{reason=\"store\"} 0.0",
                        "reprise_refused_total{reason=\"wrong-request\"} 1.0",
                        "reprise_refused_total{reason=\"too-large\"} 0.0");
    }

    @Test
    void tellHowLargeTheStoreIsAndWhetherItCanBeWritten(@TempDir Path directory) throws Exception {
        Files.writeString(Files.createDirectories(directory.resolve("a")).resolve("b.json"), "x".repeat(1_000));
        Store store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);

        assertThat(metrics(server, "*/*").body().lines())
                .contains("reprise_store_bytes 1000.0", "reprise_store_writable 1.0", "reprise_page_clients 0.0");
    }

    @Test
    void areOpenMetricsWhereTheClientAsksForIt() throws Exception {
        RepriseServer server = serverWithOneRecording();
        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));

        HttpResponse<String> answer =
                metrics(server, "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");

        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text; version=1.0.0"));
        assertThat(answer.body()).endsWith("# EOF\n").contains("# UNIT reprise_request_duration_seconds seconds");
    }

    @Test
    void areTextForAClientThatPrefersWhatThisServerDoesNotHave() throws Exception {
        RepriseServer server = serverWithOneRecording();

        HttpResponse<String> answer = metrics(
                server,
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;q=0.3");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }
}
