package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SharedResponseTest {
    private static SharedResponse flight(String contentLength) {
        SharedResponse flight = new SharedResponse(true, 1 << 20);
        flight.begin(new SharedResponse.Head(
                200, contentLength.isEmpty() ? Headers.NONE : Headers.of("content-length", contentLength)));
        return flight;
    }

    private static String next(SharedResponse flight, int received) {
        return flight.progress(received).next().stream().map(Buffer::toString).collect(Collectors.joining("|"));
    }

    @Test
    void holdsBackOnlyTheLastByteOfABodyWithALengthUntilItIsKept() {
        SharedResponse flight = flight("11");

        flight.arrived(Buffer.buffer("hello "));
        assertThat(next(flight, 0)).isEqualTo("hello ");

        flight.arrived(Buffer.buffer("world"));
        assertThat(next(flight, 1)).isEqualTo("worl");

        flight.end(SharedResponse.End.WHOLE);
        assertThat(next(flight, 2)).isEmpty();
        assertThat(flight.progress(2).end()).isNull();

        flight.release();
        assertThat(next(flight, 2)).isEqualTo("d");
        assertThat(flight.progress(3).end()).isEqualTo(SharedResponse.End.WHOLE);
    }

    @Test
    void holdsBackTheEndAloneOfABodyWithoutALength() {
        SharedResponse flight = flight("");

        flight.arrived(Buffer.buffer("hello"));
        flight.end(SharedResponse.End.WHOLE);

        assertThat(next(flight, 0)).isEqualTo("hello");
        assertThat(flight.progress(1).end()).isNull();
    }
}
