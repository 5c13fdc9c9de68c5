package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.stream.StreamFormats;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentaryErrorTest {
    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 429, 500, 503, 599})
    void isAStatusAfterWhichSdksTryAgain(int status) {
        assertThat(MomentaryError.is(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 404, 410, 422, 499})
    void isNoOtherStatus(int status) {
        assertThat(MomentaryError.is(status)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "200, -, COMPLETE, false",
                "200, -, CUT, true",
                "200, true, COMPLETE, false",
                "399, -, CUT, true",
                "400, -, CUT, false",
                "400, TRUE, COMPLETE, true",
                "404, -, COMPLETE, false",
                "429, -, COMPLETE, true",
                "429, false, COMPLETE, false",
                "500, false, COMPLETE, false",
                "500, -, CUT, true",
            })
    void isWhatTheAnswerSaysOrItsStatus(int status, String shouldRetry, Ending ending, boolean expected) {
        Headers headers = shouldRetry == null ? Headers.NONE : Headers.of("x-should-retry", shouldRetry);

        assertThat(MomentaryError.is(new Response(status, headers, StreamFormat.WHOLE, List.of(), ending)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUT", "COMPLETE"})
    void isNoStreamThatBegan(Ending ending) {
        assertThat(MomentaryError.is(new Response(200, Headers.NONE, StreamFormats.SSE, List.of(), ending)))
                .isFalse();
    }
}
