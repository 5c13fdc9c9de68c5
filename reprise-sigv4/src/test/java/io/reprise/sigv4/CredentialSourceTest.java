package io.reprise.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialSourceTest {
    private static final Credentials USUAL = new Credentials("A1", "s1/+=", Optional.empty());

    @TempDir
    Path home = Path.of("");

    @BeforeEach
    void keepProfiles() throws IOException {
        Files.createDirectory(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/credentials"), """
                # mine
                [default]
                aws_access_key_id = A1
                aws_secret_access_key=s1/+=

                [ work ]
                aws_access_key_id = A2
                #aws_secret_access_key = old
                aws_secret_access_key = s2
                aws_session_token = t2
                [empty]
                """);
    }

    private Credentials credentials(Map<String, String> environment) {
        return new CredentialSource(environment, home).credentials();
    }

    @Test
    void areThoseOfTheEnvironment() {
        Map<String, String> variables = Map.of(
                "AWS_ACCESS_KEY_ID",
                "A3",
                "AWS_SECRET_ACCESS_KEY",
                " s3 ",
                "AWS_SESSION_TOKEN",
                "",
                "AWS_PROFILE",
                "work");

        assertThat(credentials(variables)).isEqualTo(new Credentials("A3", "s3", Optional.empty()));
    }

    @Test
    void elseThoseOfTheProfile() {
        assertThat(credentials(Map.of())).isEqualTo(USUAL);
        assertThat(credentials(Map.of("AWS_ACCESS_KEY_ID", "A3"))).isEqualTo(USUAL);
        assertThat(credentials(Map.of("AWS_PROFILE", "work")))
                .isEqualTo(new Credentials("A2", "s2", Optional.of("t2")));
    }

    @Test
    void mayBeInAnotherFile() throws Exception {
        Path file = Files.move(home.resolve(".aws/credentials"), home.resolve("mine"));

        assertThat(credentials(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString())))
                .isEqualTo(USUAL);
    }

    @Test
    void mayBeMissing() {
        assertThatIllegalStateException().isThrownBy(() -> credentials(Map.of("AWS_PROFILE", "empty")));
        assertThatIllegalStateException().isThrownBy(() -> credentials(Map.of("AWS_PROFILE", "none")));
    }
}
