package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestCacheTest {
    private static final RequestCache.Raw HELLO = raw("x-reprise-test", "one", "{\"model\":\"m\"}");

    private final RequestCache recognition = new RequestCache();

    @Test
    void recallsARequestThatIsTheSameToTheByte() {
        Meaning meaning = meaning(HELLO);
        recognition.remember(HELLO, meaning);

        assertThat(recognition.recall(raw("x-reprise-test", "one", "{\"model\":\"m\"}")))
                .isSameAs(meaning);
        assertThat(recognition.recall(raw("x-reprise-test", "two", "{\"model\":\"m\"}")))
                .isNull();
        assertThat(recognition.recall(raw("x-reprise-test", "one", "{\"model\": \"m\"}")))
                .isNull();
        assertThat(recognition.recall(new RequestCache.Raw("PUT", HELLO.uri(), HELLO.headers(), HELLO.body())))
                .isNull();
        assertThat(recognition.recall(new RequestCache.Raw("POST", "/t/x/v1", HELLO.headers(), HELLO.body())))
                .isNull();
    }

    @Test
    void forgetsWhatHasNotComeForLongest() {
        recognition.remember(HELLO, meaning(HELLO));
        RequestCache.Raw large = raw("a", "b", "x".repeat(100_000));
        recognition.remember(large, meaning(large));

        IntStream.range(0, 45).forEach(i -> {
            RequestCache.Raw other = raw("a", "b", "%05d".formatted(i).repeat(20_000));
            recognition.remember(other, meaning(other));
            assertThat(recognition.recall(HELLO) == null).isFalse();
        });

        assertThat(recognition.recall(large) == null).isTrue();
    }

    private static RequestCache.Raw raw(String header, String value, String body) {
        return new RequestCache.Raw("POST", "/v1/chat/completions", Headers.of(header, value), Bytes.utf8(body));
    }

    private static Meaning meaning(RequestCache.Raw raw) {
        return Meaning.of(RequestRouting.read(raw.method(), raw.uri(), raw.headers(), raw.body()), KeyRules.NONE);
    }
}
