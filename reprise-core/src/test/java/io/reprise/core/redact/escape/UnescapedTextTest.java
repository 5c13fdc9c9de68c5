package io.reprise.core.redact.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnescapedTextTest {
    @ParameterizedTest
    @CsvSource({"a&amp;b, a&b", "&lowbar;, _", "&#x41;&#65;, AA", "&lt, &lt", "&amp;&, &&", "&unknown;, &unknown;"})
    void readsEntities(String escaped, String plain) {
        assertThat(UnescapedText.levels(escaped + "%20"))
                .first()
                .extracting(UnescapedText::text)
                .isEqualTo(plain + " ");
    }

    @Test
    void looksForTheEndOfAnEntityOnlyNearby() {
        String text = "&".repeat(8_000_000);

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60), () -> UnescapedText.levels("&amp;" + text)))
                .last()
                .extracting(UnescapedText::text)
                .isEqualTo("&" + text);
    }
}
