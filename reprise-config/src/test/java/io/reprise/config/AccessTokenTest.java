package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void thisMachineNeedsNone(String host) {
        assertThat(AccessToken.of(told(host, Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void othersNeedOneThatIsNewEachTime(String host) {
        AccessToken one = AccessToken.of(told(host, Map.of())).orElseThrow();
        AccessToken other = AccessToken.of(told(host, Map.of())).orElseThrow();

        assertThat(one.isMadeUp()).isTrue();
        assertThat(one.text()).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(other.text());
    }

    @Test
    void whatWasGivenIsTaken() {
        assertThat(AccessToken.of(told("0.0.0.0", Map.of("REPRISE_TOKEN", "secret"))))
                .contains(new AccessToken("secret", false));
        assertThat(AccessToken.of(told("127.0.0.1", Map.of("REPRISE_TOKEN", "secret"))))
                .contains(new AccessToken("secret", false));
    }

    private Configuration told(String host, Map<String, String> environment) {
        return Configuration.of(new Configuration.Inputs(
                Map.of(Setting.HOST, new ChosenValue(host, "--host")),
                List.of(),
                Optional.empty(),
                environment,
                directory));
    }
}
