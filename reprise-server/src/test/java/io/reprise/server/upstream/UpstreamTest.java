package io.reprise.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Headers;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamTest {
    @ParameterizedTest
    @CsvSource({
        "http://h, /v1/chat/completions, /v1/chat/completions",
        "http://h/v1, /v1/chat/completions, /v1/chat/completions",
        "http://h/v1/, /v1/chat/completions, /v1/chat/completions",
        "http://h/openai/v1, /v1/chat/completions, /openai/v1/chat/completions",
        "http://h/openai/v1, /openai/v1/chat/completions, /openai/v1/chat/completions",
        "http://h/v1beta/openai, /v1/chat/completions, /v1beta/openai/chat/completions",
        "http://h/v1, /api/chat, /api/chat",
        "http://h/proxy, /api/chat, /proxy/api/chat",
    })
    void doesNotDoubleWhatItsUrlAlreadySays(String url, String path, String target) {
        assertThat(Upstream.parse(url).address().target(path)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/v1, /chat/completions, /v1/chat/completions",
        "http://h/v1, /responses/r1, /v1/responses/r1",
        "http://h/openai/v1, /embeddings, /openai/v1/embeddings",
        "http://h, /chat/completions, /chat/completions",
        "http://h, /messages, /v1/messages",
        "http://h, /messages/count_tokens, /v1/messages/count_tokens",
        "http://h/v1, /messages, /v1/messages",
        "http://h/anthropic, /messages, /anthropic/messages",
        "http://h/v1beta, /models/m:generateContent, /v1beta/models/m:generateContent",
        "http://h/v1, /chats, /chats",
        "http://h, /, /",
    })
    void addsTheVersionThatSomeClientsLeaveOut(String url, String path, String target) {
        assertThat(Upstream.parse(url).address().target(path)).isEqualTo(target);
    }

    @Test
    void mayHaveAName() {
        assertThat(Upstream.parse("vllm=http://gpu1:8000/v1/a=b"))
                .isEqualTo(new Upstream("vllm", URI.create("http://gpu1:8000/v1/a=b"), List.of(), Headers.NONE));
        assertThat(Upstream.parse("http://gpu1/v1/a=b").name()).isEmpty();
    }

    @Test
    void servesTheModelsThatItsPatternsName() {
        Upstream upstream = new Upstream("a", URI.create("http://h"), List.of("gpt-*", "o1"), Headers.NONE);

        assertThat(upstream.serves("gpt-4.1")).isTrue();
        assertThat(upstream.serves("o1")).isTrue();
        assertThat(upstream.serves("o1-mini")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://h, is not an upstream",
        "api.openai.com, is not an upstream",
        "'http://h h', is not a URL",
        "a/b=http://h, may only have letters",
        "http://u:p@h, contains credentials",
        "http://h/v1?api-version=1, has a query",
        "http://h/v1#a, has a query or a fragment"
    })
    void saysWhatIsWrongWithAUrl(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Upstream.parse(text))
                .withMessageContaining(reason);
    }
}
