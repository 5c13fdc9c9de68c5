package io.reprise.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedHeadersTest {
    private static Headers forwarded(String method, Headers sent, Headers ofUpstream, boolean isKept) {
        return ForwardedHeaders.of(new Request(method, "/x", "", sent, Bytes.EMPTY), ofUpstream, isKept);
    }

    @Test
    void whatIsSettledWithTheClientIsNotSent() {
        Headers sent = Headers.of(
                "host", "a", "content-length", "3", "expect", "100-continue", "origin", "b", "x", "1", "x", "2");

        assertThat(forwarded("POST", sent, Headers.NONE, false)).isEqualTo(Headers.of("x", "1", "x", "2"));
    }

    @Test
    void theHeadersOfTheUpstreamTakeThePlaceOfTheClients() {
        Headers sent = Headers.of("authorization", "client", "x", "1");
        Headers ofUpstream = Headers.of("Authorization", "real", "y", "2", "y", "3");

        assertThat(forwarded("POST", sent, ofUpstream, false))
                .isEqualTo(Headers.of("x", "1", "authorization", "real", "y", "2", "y", "3"));
    }

    @Test
    void anAnswerThatIsKeptComesWholeAndUncompressed() {
        Headers sent = Headers.of("accept-encoding", "gzip", "if-none-match", "e", "range", "bytes=0-1");

        assertThat(forwarded("GET", sent, Headers.NONE, true))
                .isEqualTo(Headers.of("range", "bytes=0-1", "accept-encoding", "identity"));
        assertThat(forwarded("GET", sent, Headers.NONE, false)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS, 7, 6", "TRACE, 1, 0", "OPTIONS, 0, 0", "OPTIONS, x, x", "GET, 7, 7"})
    void countsForwards(String method, String sent, String forwarded) {
        assertThat(forwarded(method, Headers.of("max-forwards", sent), Headers.NONE, false))
                .isEqualTo(Headers.of("max-forwards", forwarded));
    }
}
