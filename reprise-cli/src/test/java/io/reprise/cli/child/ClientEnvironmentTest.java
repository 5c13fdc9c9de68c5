package io.reprise.cli.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientEnvironmentTest {
    private static final String LOOPBACK = "127.0.0.1,localhost,::1";

    /** As the command gets them: {@code no_proxy} and {@code NO_PROXY}, between which is a space. */
    private static String exceptions(Map<String, String> set) {
        Map<String, String> inherited = new HashMap<>(set);
        inherited.put("HTTPS_PROXY", "http://proxy.example:3128");
        Map<String, String> variables =
                ClientEnvironment.inheriting(inherited).withoutProxy().variables();
        return variables.get("no_proxy") + " " + variables.get("NO_PROXY");
    }

    @Test
    void hostsThatNeedNoProxyAreTheSameInBothSpellings() {
        String both = "internal.example," + LOOPBACK + " internal.example," + LOOPBACK;

        assertThat(exceptions(Map.of())).isEqualTo(LOOPBACK + " " + LOOPBACK);
        assertThat(exceptions(Map.of("NO_PROXY", "internal.example"))).isEqualTo(both);
        assertThat(exceptions(Map.of("no_proxy", "internal.example"))).isEqualTo(both);
        assertThat(exceptions(Map.of("no_proxy", " ", "NO_PROXY", "internal.example")))
                .isEqualTo(both);
    }

    @Test
    void eachSpellingKeepsItsOwnHosts() {
        assertThat(exceptions(Map.of("no_proxy", "a.example", "NO_PROXY", "b.example")))
                .isEqualTo("a.example," + LOOPBACK + " b.example," + LOOPBACK);
    }

    /** Clients know a star only where it stands alone. */
    @Test
    void aStarStaysAlone() {
        assertThat(exceptions(Map.of("NO_PROXY", "*"))).isEqualTo("* *");
        assertThat(exceptions(Map.of("no_proxy", " * "))).isEqualTo("* *");
        assertThat(exceptions(Map.of("no_proxy", "a.example", "NO_PROXY", "*")))
                .isEqualTo("a.example," + LOOPBACK + " *");
    }

    @Test
    void withoutAProxyNothingIsSet() {
        assertThat(ClientEnvironment.inheriting(Map.of("NO_PROXY", "a.example"))
                        .withoutProxy()
                        .variables())
                .isEqualTo(Map.of("NO_PROXY", "a.example"));
    }
}
