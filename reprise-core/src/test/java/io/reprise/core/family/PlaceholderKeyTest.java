package io.reprise.core.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholderKeyTest {
    private static Request request(String query, String... headers) {
        return new Request("POST", "/v1/chat/completions", query, Headers.of(headers), Bytes.utf8("{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "authorization, Bearer no-key-is-needed-in-replay",
        "x-api-key, no-key-is-needed-in-replay",
        "api-key, no-key-is-needed-in-replay",
        "x-goog-api-key, no-key-is-needed-in-replay",
        "sec-websocket-protocol, openai-insecure-api-key.no-key-is-needed-in-replay"
    })
    void isFoundAndTakenFromEachHeader(String name, String value) {
        Request request = request("a=1", "accept", "*/*", name, value);

        assertThat(PlaceholderKey.isIn(request)).isTrue();
        assertThat(PlaceholderKey.without(request)).isEqualTo(request("a=1", "accept", "*/*"));
    }

    @Test
    void isFoundAndTakenFromTheQuery() {
        Request request = request("a=1&key=no-key-is-needed-in-replay&b=%20");

        assertThat(PlaceholderKey.isIn(request)).isTrue();
        assertThat(PlaceholderKey.without(request)).isEqualTo(request("a=1&b=%20"));
    }

    @Test
    void isFoundAsAPassword() {
        byte[] login = ("user:" + PlaceholderKey.TEXT).getBytes(StandardCharsets.UTF_8);
        Request request =
                request("", "authorization", "Basic " + Base64.getEncoder().encodeToString(login));

        assertThat(PlaceholderKey.isIn(request)).isTrue();
        assertThat(PlaceholderKey.without(request)).isEqualTo(request(""));
    }

    @Test
    void otherProtocolsOfAHandshakeAreLeft() {
        Request request = request(
                "", "sec-websocket-protocol", "realtime, openai-insecure-api-key." + PlaceholderKey.TEXT + ", beta.v1");

        assertThat(PlaceholderKey.without(request))
                .isEqualTo(request("", "sec-websocket-protocol", "realtime, beta.v1"));
    }

    @Test
    void aRequestWithAKeyStaysAsItIs() {
        Request request = request("key=mine&", "authorization", "Bearer sk-mine", "x-api-key", "");

        assertThat(PlaceholderKey.isIn(request)).isFalse();
        assertThat(PlaceholderKey.without(request)).isSameAs(request);
    }
}
