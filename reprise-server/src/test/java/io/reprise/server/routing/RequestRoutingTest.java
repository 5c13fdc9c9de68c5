package io.reprise.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.server.request.IncomingRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRoutingTest {
    private static RoutedRequest read(String uri, String... headers) {
        return RequestRouting.read(new IncomingRequest("POST", uri, Headers.of(headers), Bytes.EMPTY));
    }

    @Test
    void leavesAPlainRequestAsItIs() {
        RoutedRequest routed = read("/v1/chat/completions?a=b&c", "content-type", "text/plain");

        assertThat(routed.request())
                .isEqualTo(new Request(
                        "POST",
                        "/v1/chat/completions",
                        "a=b&c",
                        Headers.of("content-type", "text/plain"),
                        Bytes.EMPTY));
        assertThat(routed.test()).isEqualTo(TestId.NONE);
        assertThat(routed.overrides().upstream()).isEmpty();
        assertThat(routed.overrides().mode()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aTestHasAName(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("/v1/x", "X-Reprise-Test", value))
                .withMessage("the header X-Reprise-Test has no value; give it the id of a test, or leave it out");
    }

    @Test
    void takesTestAndUpstreamFromThePathInAnyOrder() {
        for (String uri : new String[] {"/t/a%2Fb%3A%3Ac%5B%C3%B6%5D/u/vllm/v1/x", "/u/vllm/t/a%2Fb::c[%C3%B6]/v1/x"}) {
            RoutedRequest routed = read(uri);

            assertThat(routed.test()).isEqualTo(new TestId("a/b::c[ö]"));
            assertThat(routed.overrides().upstream()).hasValue("vllm");
            assertThat(routed.request().path()).isEqualTo("/v1/x");
        }
    }

    @Test
    void prefersTheHeaderToThePathAndThePathToTheProviderData() {
        String data = "{\"__test_id\":\"data\",\"key\":1}";

        assertThat(read("/t/path/v1/x", "X-Reprise-Test", "header", "X-LlamaStack-Provider-Data", data)
                        .test())
                .isEqualTo(new TestId("header"));
        assertThat(read("/t/path/v1/x", "X-LlamaStack-Provider-Data", data).test())
                .isEqualTo(new TestId("path"));
        assertThat(read("/v1/x", "X-OGX-Provider-Data", data).test()).isEqualTo(new TestId("data"));
    }

    @Test
    void sendsTheUpstreamNothingThatIsMeantForReprise() {
        RoutedRequest routed = read(
                "/v1/x",
                "X-Reprise-Test",
                "t",
                "X-Reprise-Mode",
                "live",
                "X-Reprise-Token",
                "x",
                "X-OGX-Provider-Data",
                "{\"__test_id\":\"t\"}",
                "X-LlamaStack-Provider-Data",
                "{\"__test_id\":\"t\",\"key\":1}",
                "connection",
                "keep-alive, x-hop",
                "x-hop",
                "1",
                "x-other",
                "2");

        assertThat(routed.request().headers())
                .isEqualTo(Headers.of("x-llamastack-provider-data", "{\"key\":1}", "x-other", "2"));
        assertThat(routed.overrides().mode()).hasValue(Mode.LIVE);
    }

    @Test
    void readsAHeaderInUtf8() {
        String asLatin1 = new String(
                "tést".getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(read("/v1/x", "X-Reprise-Test", asLatin1).test()).isEqualTo(new TestId("tést"));
    }

    @Test
    void tellsARetryByTheCountOfTheSdk() {
        assertThat(read("/v1/x", "x-stainless-retry-count", "0").isRetry()).isFalse();
        assertThat(read("/v1/x", "x-stainless-retry-count", "1").isRetry()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAPrefixOrAMode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("/t/alone"))
                .withMessageContaining("the path ends after '/t/alone'");
        for (String empty : List.of("/t//v1/x", "/t///v1/x", "/u//v1/x", "/t/a/u//v1/x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read(empty))
                    .withMessageContaining("the path has an empty name after '/");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("/t/%zz/v1"))
                .withMessageContaining("'%zz' in the path is not percent-encoded UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("/v1/x", "X-Reprise-Mode", "reply"))
                .withMessageContaining("'reply' is not a mode; the modes are live, record, replay, record-if-missing");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Reprise-Tset, X-Reprise-Test",
        "x-reprise-tests, X-Reprise-Test",
        "X-Reprise-Modes, X-Reprise-Mode",
        "X-REPRISE-ASKAGAIN, X-Reprise-Ask-Again",
        "X-Reprise-Ask_Again, X-Reprise-Ask-Again",
        "X-Reprise-Falt, X-Reprise-Fault",
    })
    void aMisspeltHeaderIsRefusedWithTheNearestName(String header, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("/v1/x", header, "a"))
                .withMessageStartingWith("there is no header 'X-Reprise-")
                .withMessageEndingWith("did you mean '" + meant + "'?");
    }

    @Test
    void aHeaderThatIsNearNoneIsRefusedWithAllNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("/v1/x", "X-Reprise-Temperature-Of-Tea", "a"))
                .withMessage("there is no header 'X-Reprise-Temperature-Of-Tea'; the headers are X-Reprise-Test,"
                        + " X-Reprise-Mode, X-Reprise-Pace, X-Reprise-Fault, X-Reprise-Ask-Again, X-Reprise-Token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/t/tests/a.py::t1/v1/chat/completions",
                "/t/tests/a.py%3A%3At1/v1/chat/completions",
                "/t/tests/unit/deep/a.py::TestA::t1[x]/v1/chat/completions",
                "/u/vllm/t/tests/a.py::t1/v1/x",
                "/t/tests/a.py::t1/u/vllm/v1/x",
                "/t/crates/parser::tests::one/v1/x",
                "/t/tests/jokes.test.mjs%20%3E%20tells/v1/x",
            })
    void aTestIdWithSlashesThatAreNotEncodedIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(uri))
                .withMessageContaining("its slashes are not encoded; write %2F for each slash in '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/t/a.py::t1/v1/chat/completions",
                "/t/a/model/arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1/invoke",
                "/t/a/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fanthropic.claude-v2%3A1/converse",
                "/t/a/v1beta/models/gemini-2.5-flash:streamGenerateContent",
                "/t/a/v1/files/notes.txt",
                "/model/a.py::b/invoke",
                "/t/a/v1/%zz::/x",
                "/t/a/",
            })
    void noPathOfAnApiIsTakenForATestId(String uri) {
        assertThat(read(uri).request().path()).startsWith("/");
    }
}
