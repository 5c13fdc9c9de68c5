package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.redact.CredentialMask;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredCredentialsTest {
    @TempDir
    private Path directory;

    @Test
    void areTheTokenPasswordsAndWhatUpstreamsAreSent() {
        CredentialMask mask = new GivenSettings(directory)
                .flag(Setting.TOKEN, "t0ken!")
                .flag(Setting.RECORDINGS, "elsewhere://app:pg-Pass%2B1@db/x")
                .variable("HTTPS_PROXY", "http://me:proxy-pw-1@proxy:3128")
                .variable("EXAMPLE_API_KEY", "key-of-environment-77")
                .variable("SECRET_OF_TEAM", "substituted-value-99")
                .variable("TEAM", "research")
                .yaml("""
                        upstreams:
                          - name: a
                            url: https://a.example/v1
                            headers:
                              authorization: Basic dXNlcjpiYXNpYy1wdy0x
                              x-team: ${TEAM}
                              x-more: ${SECRET_OF_TEAM}
                              x-vendor: plain-tangerine-55
                              openai-project: proj_abc123def456
                          - name: b
                            url: https://b.example/v1
                            proxy: http://you:own-pw-22@proxy:3128
                        """)
                .configuration()
                .redact()
                .words();

        assertThat(
                        mask.of(
                                "t0ken! pg-Pass+1 proxy-pw-1 own-pw-22 key-of-environment-77 substituted-value-99 basic-pw-1 plain-tangerine-55"))
                .isEqualTo("[masked] [masked] [masked] [masked] [masked] [masked] [masked] [masked]");
        assertThat(mask.of("research a.example proj_abc123def456")).isEqualTo("research a.example proj_abc123def456");
    }
}
