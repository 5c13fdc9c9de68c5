package io.reprise.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "https://App.Example.com/, https://app.example.com",
        "https://app.example.com:443, https://app.example.com",
        "http://box:80, http://box",
        "http://box, http://box:80",
        "http://box:3000, http://box:3000",
        "http://box:*, http://box:3000",
        "http://box:*, http://box",
        "http://[2001:db8::1]:3000, http://[2001:db8::1]:3000",
        "https://*.example.com, https://a.b.example.com",
        "https://*.example.com:*, https://a.example.com:8443",
        "chrome-extension://abcdefgh, chrome-extension://abcdefgh",
        "null, null",
        "*, https://any.example",
        "*, null",
    })
    void meansWhatBrowsersSend(String written, String sent) {
        assertThat(new AllowedOrigin(written).matches(sent)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, http://app.example.com",
        "https://app.example.com, https://app.example.com:8443",
        "https://app.example.com, https://app.example.com.evil.example",
        "https://app.example.com, https://xapp.example.com",
        "https://app.example.com, null",
        "http://box:3000, http://box:3001",
        "http://box:*, http://box.evil.example:3000",
        "https://*.example.com, https://example.com",
        "https://*.example.com, https://evilexample.com",
        "https://*.example.com, https://evil.example/.example.com",
        "https://*.example.com, https://evil.example:1.example.com",
        "https://*.example.com, https://evil.example#.example.com",
        "https://*.example.com, https://user@evil.example?.example.com",
        "null, https://null",
        "null, http://a.example",
    })
    void meansNothingElse(String written, String sent) {
        assertThat(new AllowedOrigin(written).matches(sent)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"app.example.com", "https://", "https://a/b", "https://a*b", "https://*", "https://a.*", "", "**"
            })
    void refusesWhatIsNoOrigin(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedOrigin(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void areSeparatedBySpacesOrCommas() {
        assertThat(AllowedOrigin.parseAll(" https://a.example,https://b.example  null"))
                .extracting(AllowedOrigin::text)
                .containsExactly("https://a.example", "https://b.example", "null");
        assertThat(AllowedOrigin.parseAll("")).isEmpty();
    }
}
