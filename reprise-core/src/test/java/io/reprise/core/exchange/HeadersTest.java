package io.reprise.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"x-a,X-B", " x-a , x-b ", ",x-a,,\tx-b,", "close, x-A\t,x-b"})
    void leavesOutWhatConnectionNames(String connection) {
        Headers headers =
                Headers.of("x-a", "1", "Connection", connection, "keep-alive", "2", "X-B", "3", "x-c", "4", "te", "5");

        assertThat(headers.endToEnd()).isEqualTo(Headers.of("x-c", "4"));
    }

    @Test
    void readsAConnectionFieldOfVeryManySpaces() {
        Headers headers = Headers.of("x-a", "1", "connection", "x-a" + " ".repeat(1_000_000) + "b", "x-c", "4");

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60), headers::endToEnd))
                .isEqualTo(Headers.of("x-a", "1", "x-c", "4"));
    }
}
