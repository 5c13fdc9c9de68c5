package io.reprise.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.server.upstream.ProxyServer.Kind;
import io.reprise.server.upstream.ProxyServer.Login;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyServerTest {
    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, http://proxy:3128",
        "proxy:3128, http://proxy:3128",
        "proxy, http://proxy:80",
        "HTTP://Proxy/, http://Proxy:80",
        "http://my_proxy:8080, http://my_proxy:8080",
        "http://[fd12::1]:3128, http://[fd12::1]:3128",
        "socks5://proxy, socks5://proxy:1080",
        "socks5h://u:p@proxy:9, socks5://proxy:9",
        "socks4a://proxy, socks4://proxy:1080",
        "http://user:p:a@s/s#w?o%zzrd@proxy:3128, http://proxy:3128",
    })
    void isWrittenAsAUrlAndShownWithoutItsLogin(String text, String shown) {
        assertThat(ProxyServer.parse(text)).hasToString(shown);
    }

    @Test
    void hasALoginThatIsNeverShown() {
        ProxyServer proxy = ProxyServer.parse("http://us%40er:p%3a%2Bss+@proxy");

        assertThat(proxy).isEqualTo(new ProxyServer(Kind.HTTP, "proxy", 80, Optional.of(new Login("us@er", "p:+ss+"))));
        assertThat(String.valueOf(proxy.login())).doesNotContain("ss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:secret@",
                "ftp://u:secret@proxy",
                "http://u:secret@proxy:99999",
                "u:secret@a b",
                "https://u:secret@proxy"
            })
    void saysWhatIsNoneWithoutThePassword(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyServer.parse(text))
                .satisfies(wrong ->
                        assertThat(wrong.toString()).doesNotContain("secret").contains("proxy"));
    }
}
