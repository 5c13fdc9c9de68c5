package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FlightTest {
    private static Flight flight(String contentLength) {
        Flight flight = new Flight(true, 1 << 20);
        flight.begin(new Flight.Head(
                200, contentLength.isEmpty() ? Headers.NONE : Headers.of("content-length", contentLength)));
        return flight;
    }

    private static String next(Flight flight, int received) {
        return flight.progress(received).next().stream().map(Buffer::toString).collect(Collectors.joining("|"));
    }

    @Test
    void holdsBackOnlyTheLastByteOfABodyWithALengthUntilItIsKept() {
        Flight flight = flight("11");

        flight.arrived(Buffer.buffer("hello "));
        assertThat(next(flight, 0)).isEqualTo("hello ");

        flight.arrived(Buffer.buffer("world"));
        assertThat(next(flight, 1)).isEqualTo("worl");

        flight.end(Flight.End.WHOLE);
        assertThat(next(flight, 2)).isEmpty();
        assertThat(flight.progress(2).end()).isNull();

        flight.release();
        assertThat(next(flight, 2)).isEqualTo("d");
        assertThat(flight.progress(3).end()).isEqualTo(Flight.End.WHOLE);
    }

    @Test
    void holdsBackTheEndAloneOfABodyWithoutALength() {
        Flight flight = flight("");

        flight.arrived(Buffer.buffer("hello"));
        flight.end(Flight.End.WHOLE);

        assertThat(next(flight, 0)).isEqualTo("hello");
        assertThat(flight.progress(1).end()).isNull();
    }
}
