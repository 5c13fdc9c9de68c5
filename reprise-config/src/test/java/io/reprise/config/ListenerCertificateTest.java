package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerCertificateTest {
    private final Instant now = Instant.now();

    @TempDir
    Path directory = Path.of("");

    private Optional<ListenerCertificate> certificate(GivenSettings given) {
        return ListenerCertificate.of(given.configuration(), directory, now);
    }

    @Test
    void thereIsNoneUnlessItIsAskedFor() {
        assertThat(certificate(new GivenSettings(directory))).isEmpty();
    }

    @Test
    void isMadeForThisMachine() {
        GivenSettings given = new GivenSettings(directory).yaml("tls: self-signed\ntls-directory: keys\n");

        ListenerCertificate made = certificate(given).orElseThrow();

        assertThat(made.path()).isEqualTo(directory.resolve("keys/localhost.pem"));
        assertThat(made.isSelfSigned()).isTrue();
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertWrong(
                new GivenSettings(directory).flag(Setting.TLS_CERT, "no.pem"),
                "--tls-cert: there is no file '" + directory.resolve("no.pem") + "'; correct the path");
        assertWrong(
                new GivenSettings(directory).flag(Setting.TLS_KEY, "key.pem"),
                "--tls-key: a key needs its certificate; give --tls-cert FILE, too");
        assertWrong(
                new GivenSettings(directory).flag(Setting.TLS, "self-signed").flag(Setting.TLS_CERT, "x.pem"),
                "--tls: there is a certificate already: --tls-cert; leave out one of the two");
        assertWrong(
                new GivenSettings(directory).flag(Setting.TLS, "yes"),
                "--tls: 'yes' is not a way to speak TLS; write off or self-signed, or give --tls-cert FILE");
        assertWrong(
                new GivenSettings(directory).yaml("tls-cert: sub/no.pem"),
                "reprise.yaml:1: there is no file '" + directory.resolve("sub/no.pem") + "'; correct the path");
    }

    @Test
    void saysWhichSettingAskedForACertificateThatCannotBeKept() throws IOException {
        String home = System.getProperty("user.home");
        Path file = Files.createFile(directory.resolve("file"));
        System.setProperty("user.home", file.toString());
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> certificate(new GivenSettings(directory).flag(Setting.TLS, "self-signed")))
                    .withMessageStartingWith("--tls: cannot keep a certificate in '" + file + "/.reprise/tls': ")
                    .withMessageEndingWith("; --tls-directory names another directory");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private void assertWrong(GivenSettings given, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certificate(given))
                .withMessageEndingWith(message);
    }
}
