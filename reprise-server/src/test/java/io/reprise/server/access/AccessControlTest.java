package io.reprise.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.server.request.IncomingRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessControlTest {
    private final AccessControl open = new AccessControl("127.0.0.1", AccessSettings.DEFAULT);
    private final AccessControl guarded =
            new AccessControl("0.0.0.0", new AccessSettings(Optional.of("secret"), List.of()));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "127.8.8.8", "api.localhost"})
    void letsPassWhoAsksForThisMachine(String host) {
        assertThat(open.refusal(Headers.NONE, host, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "127.0.0.1.evil.example:8000", "localhost.evil.example", "10.0.0.1", "[::2]"})
    void refusesNamesThatDnsMayHaveReboundToThisMachine(String host) {
        assertThat(open.refusal(Headers.NONE, host, ""))
                .hasValueSatisfying(reason -> assertThat(reason).contains(host));
    }

    @Test
    void namesWhicheverOfTargetAndHostIsNotOurs() {
        assertThat(open.refusal(Headers.of("host", "evil.example"), "127.0.0.1:8000", "/v1/models"))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("the Host 'evil.example' does not name"));
        assertThat(open.refusal(Headers.of("host", "127.0.0.1:8000"), "evil.example", "/v1/models"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith("the target's host 'evil.example' does not name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1.evil.example", "::"})
    void refusesPagesOfOtherSites(String origin) {
        assertThat(open.refusal(Headers.of("origin", origin), "127.0.0.1", "")).isPresent();
    }

    @Test
    void letsPagesOfThisMachinePass() {
        assertThat(open.refusal(Headers.of("origin", "http://localhost:3000"), "127.0.0.1", ""))
                .isEmpty();
    }

    @Test
    void wantsTheTokenWhereThereIsOne() {
        assertThat(guarded.refusal(Headers.NONE, "box", "")).isPresent();
        assertThat(guarded.refusal(Headers.of("x-reprise-token", "guess"), "box", ""))
                .isPresent();
        assertThat(guarded.refusal(Headers.of("x-reprise-token", "secret"), "box", ""))
                .isEmpty();
        assertThat(guarded.refusal(Headers.of("authorization", "bearer secret"), "box", ""))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x-reprise-token, secret",
        "authorization, Bearer secret",
        "authorization, bearer   secret",
        "authorization, Basic dXNlcjpzZWNyZXQ=",
        "x-api-key, secret",
        "api-key, secret",
        "x-goog-api-key, secret",
    })
    void takesTheTokenWhereverAnApiKeyIsSent(String name, String value) {
        assertThat(guarded.refusal(Headers.of(name, value), "box", "")).isEmpty();
        assertThat(guarded.refusal(Headers.of(name, value + "x"), "box", "")).isPresent();
    }

    @Test
    void takesTheTokenAsTheKeyOfTheQuery() {
        assertThat(guarded.refusal(Headers.NONE, "box", "/v1/models?alt=sse&key=%73ecret"))
                .isEmpty();
        assertThat(guarded.refusal(Headers.NONE, "box", "/v1/models?alt=secret&key=no&key=%zz"))
                .isPresent();
    }

    private static IncomingRequest request(String target, Headers headers) {
        return new IncomingRequest("GET", target, headers, Bytes.EMPTY);
    }

    @Test
    void keepsItsTokenFromTheUpstream() {
        Headers mine = Headers.of("authorization", "Bearer secret", "a", "b");
        Headers theirs = Headers.of("authorization", "Bearer sk-other", "a", "b");

        assertThat(guarded.withoutToken(request("/v1/x?key=secret&a=b", mine)))
                .isEqualTo(request("/v1/x?a=b", Headers.of("a", "b")));
        assertThat(guarded.withoutToken(request("/v1/x?key=secret", mine)))
                .isEqualTo(request("/v1/x", Headers.of("a", "b")));
        assertThat(guarded.withoutToken(request("/v1/x?key=other", theirs)))
                .isEqualTo(request("/v1/x?key=other", theirs));
    }
}
