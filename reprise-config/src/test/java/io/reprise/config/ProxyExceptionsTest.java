package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyExceptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *                     | api.example.com
            example.com           | example.com
            example.com           | API.Example.com
            .example.com          | example.com
            .example.com          | api.example.com
            *.example.com         | api.example.com
            a.b, example.com c.d  | api.example.com
            example.com:443       | api.example.com
            10.1.2.3              | 10.1.2.3
            10.0.0.0/8            | 10.1.2.3
            10.1.2.3/32           | 10.1.2.3
            0.0.0.0/0             | 10.1.2.3
            fd00::/8              | [fd12::1]
            [fd12::1]             | [fd12:0::1]
            [fd12::1]:443         | [fd12::1]
            fd12::1               | [fd12::1]
            example.com.          | example.com
            """)
    void namesTheHost(String exceptions, String host) {
        assertThat(ProxyExceptions.parse(exceptions).has(host, 443)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                    | api.example.com
            example.com           | notexample.com
            example.com:8443      | example.com
            api.example.com       | example.com
            0.1.2.3               | 10.1.2.3
            10.0.0.0/8            | 11.1.2.3
            10.0.0.0/33           | 10.1.2.3
            10.0.0.0/x            | 10.1.2.3
            10.0.0.0/8            | ten.example.com
            fd00::/8              | 10.1.2.3
            [fd12::1]:8443        | [fd12::1]
            :                     | example.com
            """)
    void namesAnother(String exceptions, String host) {
        assertThat(ProxyExceptions.parse(exceptions).has(host, 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "api.localhost", "127.0.0.1", "127.8.9.1", "[::1]", "0.0.0.0"})
    void knowsThisMachine(String host) {
        assertThat(ProxyExceptions.isThisMachine(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "localhost.example.com", "10.0.0.1", "[fd12::1]", "1270.0.0.1"})
    void knowsOtherMachines(String host) {
        assertThat(ProxyExceptions.isThisMachine(host)).isFalse();
    }
}
