package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutsTest {
    @TempDir
    Path directory = Path.of("");

    private GivenSettings given() {
        return new GivenSettings(directory);
    }

    private static ClientTimeouts client(Configuration configuration) {
        return configuration
                .serverSettings(Optional.empty(), Optional.empty())
                .listening()
                .timeouts();
    }

    @Test
    void areThoseOfTheServerIfNothingIsSaid() {
        Configuration configuration =
                given().variable("REPRISE_UPSTREAM", "https://a/v1").configuration();

        assertThat(client(configuration)).isEqualTo(ClientTimeouts.DEFAULT);
        assertThat(configuration.upstreams())
                .allMatch(upstream -> upstream.connection().timeouts().equals(UpstreamTimeouts.DEFAULT));
    }

    @Test
    void comeFromTheFileForEachUpstream() {
        Configuration configuration =
                given().yaml("""
                        timeouts:
                          body: 2m
                          idle: off
                          upstream-first-byte: 1h
                        upstreams:
                          - https://a/v1
                          - {url: https://b/v1, name: b, proxy: none}
                        """).variable("REPRISE_TIMEOUT_HEADER", "0").configuration();

        assertThat(client(configuration).arrival().body().time()).isEqualTo(Duration.ofMinutes(2));
        assertThat(client(configuration).arrival().header().isOff()).isTrue();
        assertThat(client(configuration).idle().isOff()).isTrue();
        assertThat(configuration.upstreams())
                .extracting(
                        upstream -> upstream.connection().timeouts().firstByte().toString())
                .containsExactly("1h", "1h");
    }

    @ParameterizedTest
    @CsvSource({"off, 0", "OFF, 0", "0, 0", "500ms, 500", "10s, 10000", "2m, 120000", "1h, 3600000"})
    void areWrittenAsPeopleDo(String text, long millis) {
        assertThat(SettingSyntax.timeout(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1s", "1d", "", "481h", "999999999999h"})
    void haveAMeaning(String text) {
        assertThatThrownBy(() -> SettingSyntax.timeout(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
