package io.reprise.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.server.request.IncomingRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestCacheTest {
    private static final IncomingRequest HELLO = raw("x-reprise-test", "one", "{\"model\":\"m\"}");

    private final RequestCache cache = new RequestCache(1 << 20);

    @Test
    void recallsARequestThatIsTheSameToTheByte() {
        RoutedQuestion question = question(HELLO);
        cache.put(HELLO, question);

        assertThat(cache.get(raw("x-reprise-test", "one", "{\"model\":\"m\"}"))).isSameAs(question);
        assertThat(cache.get(raw("x-reprise-test", "two", "{\"model\":\"m\"}"))).isNull();
        assertThat(cache.get(raw("x-reprise-test", "one", "{\"model\": \"m\"}")))
                .isNull();
        assertThat(cache.get(new IncomingRequest("PUT", HELLO.target(), HELLO.headers(), HELLO.body())))
                .isNull();
        assertThat(cache.get(new IncomingRequest("POST", "/t/x/v1", HELLO.headers(), HELLO.body())))
                .isNull();
    }

    @Test
    void keepsWhatComesOftenWithinItsLimit() {
        cache.put(HELLO, question(HELLO));
        List<IncomingRequest> others = IntStream.range(0, 90)
                .mapToObj(i -> raw("a", "b", "%05d".formatted(i).repeat(20_000)))
                .toList();

        others.forEach(other -> {
            cache.put(other, question(other));
            assertThat(cache.get(HELLO) == null).isFalse();
        });

        assertThat(others.stream().filter(other -> cache.get(other) != null)).hasSizeBetween(1, 41);
    }

    @Test
    void countsHeadersAndTargets() {
        List<IncomingRequest> fields = IntStream.range(0, 100)
                .mapToObj(i -> raw("cookie", "%06d".formatted(i).repeat(10_000), "{}"))
                .toList();
        fields.forEach(request -> cache.put(request, question(request)));
        assertThat(fields.stream().filter(request -> cache.get(request) != null))
                .hasSizeLessThan(18);

        RequestCache ofTargets = new RequestCache(1 << 20);
        List<IncomingRequest> targets = IntStream.range(0, 100)
                .mapToObj(i -> new IncomingRequest(
                        "GET", "/v1/files?after=" + "%06d".formatted(i).repeat(10_000), Headers.NONE, Bytes.EMPTY))
                .toList();
        targets.forEach(request -> ofTargets.put(request, question(request)));
        assertThat(targets.stream().filter(request -> ofTargets.get(request) != null))
                .hasSizeLessThan(18);
    }

    private static IncomingRequest raw(String header, String value, String body) {
        return new IncomingRequest("POST", "/v1/chat/completions", Headers.of(header, value), Bytes.utf8(body));
    }

    private static RoutedQuestion question(IncomingRequest raw) {
        return RoutedQuestion.of(RequestRouting.read(raw), KeyRules.NONE);
    }
}
