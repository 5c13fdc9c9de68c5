package io.reprise.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedCodingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip | true",
                "gzip, deflate, br, zstd | zstd | true",
                "gzip | br | false",
                "GZIP | x-gzip | true",
                "x-gzip | gzip | true",
                "gzip;q=0 | gzip | false",
                "gzip; Q=0.000 | gzip | false",
                "gzip;q=0.001 | gzip | true",
                "gzip ; q=1.0 | gzip | true",
                "gzip;q=nonsense | gzip | false",
                "* | br | true",
                "*;q=0 | br | false",
                "*, br;q=0 | br | false",
                "*;q=0, br | br | true",
                "identity | gzip | false",
                "identity;q=0 | gzip | false",
                "identity;q=0, gzip | gzip | true",
                "gzip, br | 'gzip, br' | true",
                "gzip | 'gzip, br' | false",
                "'' | identity | true",
                "'' | gzip | false",
                ",, | gzip | false"
            })
    void takesWhatTheClientNames(String accepted, String coding, boolean isTaken) {
        assertThat(AcceptedCodings.of(Headers.of("accept-encoding", accepted))
                        .take(Headers.of("content-encoding", coding)))
                .isEqualTo(isTaken);
    }

    @Test
    void takesNothingCodedForAClientThatSaysNothing() {
        AcceptedCodings accepted = AcceptedCodings.of(Headers.NONE);

        assertThat(accepted.take(Headers.of("content-encoding", "gzip"))).isFalse();
        assertThat(accepted.take(Headers.NONE)).isTrue();
    }

    @Test
    void readsAllFieldsOfTheName() {
        Headers two = Headers.of("accept-encoding", "gzip", "accept-encoding", "br");

        assertThat(AcceptedCodings.of(two).take(Headers.of("content-encoding", "br")))
                .isTrue();
    }
}
