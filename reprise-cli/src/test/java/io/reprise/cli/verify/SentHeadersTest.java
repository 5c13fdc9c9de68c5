package io.reprise.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.server.upstream.Upstream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentHeadersTest {
    private static final ApiFamily MESSAGES = ApiFamilies.of(Request.post("/v1/messages", "{}"));
    private static final Upstream UPSTREAM = Upstream.parse("https://api.anthropic.com");
    private static final ApiKeys KEYS = new ApiKeys(Map.of("ANTHROPIC_API_KEY", "a-key"));

    private static Headers sent(Headers given, Headers recorded) {
        return new SentHeaders(given, KEYS).of(recorded, UPSTREAM, MESSAGES);
    }

    @Test
    void sendsWhatTheRecordingHasAndWhatItsApiNeeds() {
        Headers headers = sent(Headers.NONE, Headers.of("content-type", "application/json"));

        assertThat(headers.first("content-type")).contains("application/json");
        assertThat(headers.first("anthropic-version")).contains("2023-06-01");
        assertThat(headers.first("x-api-key")).contains("a-key");
    }

    @Test
    void letsTheRecordingAndTheUserSayOtherwise() {
        Headers headers = sent(
                Headers.of("X-Api-Key", "given", "accept", "text/plain"),
                Headers.of("anthropic-version", "2030-01-01"));

        assertThat(headers.first("anthropic-version")).contains("2030-01-01");
        assertThat(headers.first("x-api-key")).contains("given");
        assertThat(headers.first("accept")).contains("text/plain");
        assertThat(headers.fields()).extracting(Headers.Field::name).doesNotHaveDuplicates();
    }

    @Test
    void sendsOneKeyOnly() {
        Headers headers = sent(Headers.of("Authorization", "Bearer token"), Headers.NONE);

        assertThat(headers.first("x-api-key")).isEmpty();
        assertThat(headers.first("authorization")).contains("Bearer token");
    }

    @Test
    void saysWhereTheKeyComesFrom() {
        SentHeaders found = new SentHeaders(Headers.NONE, KEYS);
        SentHeaders none = new SentHeaders(Headers.NONE, new ApiKeys(Map.of()));

        assertThat(found.origin(UPSTREAM, MESSAGES)).isEqualTo("ANTHROPIC_API_KEY in the header 'x-api-key'");
        assertThat(none.origin(UPSTREAM, MESSAGES))
                .isEqualTo(
                        "none; set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, or give it with --header, or as 'headers' of"
                                + " the upstream in reprise.yaml");
    }
}
