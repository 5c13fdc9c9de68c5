package io.reprise.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseTest {

    @ParameterizedTest
    @CsvSource({
        "GET, 100, false",
        "GET, 101, false",
        "POST, 199, false",
        "POST, 200, true",
        "HEAD, 200, false",
        "POST, 204, false",
        "GET, 205, false",
        "GET, 304, false",
        "HEAD, 404, false",
        "DELETE, 404, true",
        "GET, 599, true",
    })
    void hasABodyWhereHttpAllowsOne(String method, int status, boolean mayHaveBody) {
        assertThat(Response.mayHaveBody(method, status)).isEqualTo(mayHaveBody);
    }
}
