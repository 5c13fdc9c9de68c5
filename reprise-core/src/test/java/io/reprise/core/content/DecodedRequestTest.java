package io.reprise.core.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import org.junit.jupiter.api.Test;

class DecodedRequestTest {
    @Test
    void isTheSameForARequestWithoutCodings() {
        Request request = Request.post("/v1/x", "{}");

        assertThat(DecodedRequest.of(request).request()).isSameAs(request);
    }

    @Test
    void hasThePlainBodyAndNoHeaderThatNamesTheCoding() {
        Request sent = request("gzip", Coded.gzip("{\"a\":1}".getBytes(UTF_8)));

        assertThat(DecodedRequest.of(sent)).isEqualTo(new DecodedRequest.Plain(Request.post("/v1/x", "{\"a\":1}")));
    }

    @Test
    void staysAsItWasSentIfItCannotBeDecoded() {
        Bytes whole = Coded.gzip("{\"a\":1}".getBytes(UTF_8));
        Request damaged = request("gzip", Bytes.utf8("{\"a\":1}"));
        Request cut = request("gzip", whole.slice(0, whole.size() - 1));
        Request unknown = request("aws-chunked", whole);
        Request tooLarge = request("br", Coded.ZEROS_BR);

        assertThat(DecodedRequest.of(damaged)).isEqualTo(new DecodedRequest.Unreadable(damaged, "it is not gzip"));
        assertThat(DecodedRequest.of(cut))
                .isEqualTo(new DecodedRequest.Unreadable(cut, "its content coding is incomplete"));
        assertThat(DecodedRequest.of(unknown))
                .isEqualTo(new DecodedRequest.Unreadable(unknown, "its content coding 'aws-chunked' is not known"));
        assertThat(DecodedRequest.of(tooLarge))
                .isEqualTo(new DecodedRequest.Unreadable(tooLarge, "its decoded form is at least 1000 times as large"));
    }

    private static Request request(String coding, Bytes body) {
        return new Request(
                "POST", "/v1/x", "", Headers.of("content-type", "application/json", "content-encoding", coding), body);
    }
}
