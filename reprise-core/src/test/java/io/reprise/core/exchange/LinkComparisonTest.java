package io.reprise.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkComparisonTest {
    private static LinkComparison between(String before, String now) {
        return LinkComparison.of(Headers.of("location", before), Headers.of("location", now));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/v1/jobs/job_1a, https://h/v1/jobs/job_2b, job_2b, job_1a",
        "https://h/up?id=abc-123&x=1, https://h/up?id=abc-456&x=1, abc-456, abc-123",
        "/v1/jobs/a%2F12345, /v1/jobs/a%2F67890, a/67890, a/12345",
        "https://h/x?a=1#f1, https://h/x?a=1#f2, '', ''",
    })
    void findsTheIdsInWhichLinksDiffer(String before, String now, String later, String earlier) {
        assertThat(between(before, now))
                .isEqualTo(new LinkComparison(false, later.isEmpty() ? Map.of() : Map.of(later, earlier)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/v1/jobs/1, https://h/v1/jobs/2",
        "https://h/v1/completions, https://h/v1/embeddings",
        "https://h/v1/jobs/job_1a, https://h/v2/jobs/job_2b",
        "https://h/v1/jobs/job_1a, https://other/v1/jobs/job_2b",
        "https://h/v1/jobs/job_1a, https://h/v1/jobs/job_1a/x",
        "https://h/up?id=abc-123, https://h/up?other=abc-123",
        "https://h/up?id=abc-123, https://h/up?id=abc-123&more=1",
        "https://h/a?b=c, https://h/a/b=c",
        "/a, nothing",
    })
    void tellsWhatLeadsElsewhere(String before, String now) {
        assertThat(between(before, now)).isEqualTo(new LinkComparison(true, Map.of()));
    }

    @Test
    void anUpstreamMayBeElsewhereOnAnotherDay() {
        Headers before = Headers.of("location", "http://h:1/v1/a", "x-reprise-upstream", "http://h:1/v1");
        Headers now = Headers.of("location", "http://h:2/v1/a", "x-reprise-upstream", "http://h:2/v1");
        Headers old = Headers.of("location", "http://h:2/v1/a");

        assertThat(LinkComparison.of(before, now).leadElsewhere()).isFalse();
        assertThat(LinkComparison.of(old, now).leadElsewhere()).isFalse();
        assertThat(LinkComparison.of(before, Headers.of("location", "http://h:3/v1/a"))
                        .leadElsewhere())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a",
                "?",
                "#",
                "?#",
                "//h",
                "http://h",
                "http://h?a#b",
                "mailto:a@b",
                "/a?b?c#d#e",
                "a\nb"
            })
    void referencesStayAsTheyAreSpelled(String text) {
        assertThat(Reference.of(text)).hasToString(text);
    }
}
