package io.reprise.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalCertificateTest {
    private final Instant now = Instant.now();

    @TempDir
    Path directory = Path.of("");

    @Test
    void isForThisMachineAndKeptForItsOwnerOnly() throws Exception {
        Path place = directory.resolve("a/b");

        LocalCertificate made = LocalCertificate.in(place, now);

        X509Certificate certificate = made.identity().chain().get(0);
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("localhost", "*.localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(PemFile.read(made.path()).certificates()).containsExactly(certificate);
        assertThat(Files.readString(made.path())).doesNotContain("KEY");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("localhost.p12"))))
                .isEqualTo("rw-------");
        assertThat(place.toFile().list()).containsExactlyInAnyOrder("localhost.p12", "localhost.pem", "lock");
    }

    @Test
    void isTheSameUntilItIsAboutToExpire() {
        LocalCertificate made = LocalCertificate.in(directory, now);

        assertThat(LocalCertificate.in(directory, now.plus(300, ChronoUnit.DAYS)))
                .isEqualTo(made);
        assertThat(LocalCertificate.in(directory, now.plus(340, ChronoUnit.DAYS)))
                .isNotEqualTo(made);
    }

    @Test
    void isMadeOnceHoweverManyAskAtTheSameTime() {
        List<CompletableFuture<LocalCertificate>> asked = IntStream.range(0, 4)
                .mapToObj(each -> CompletableFuture.supplyAsync(() -> LocalCertificate.in(directory, now)))
                .toList();

        assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    void deletesWhatAProgramThatWasKilledHasLeft() throws Exception {
        Path left = Files.createDirectory(directory.resolve("new-123"));
        Files.writeString(left.resolve("localhost.p12"), "half a file");

        LocalCertificate.in(directory, now);

        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("localhost.p12", "localhost.pem", "lock");
    }

    @Test
    void saysThatItCannotBeKept() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalCertificate.in(file, now))
                .withMessageStartingWith("cannot keep a certificate in '" + file + "': ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "localhost.p12", "localhost.pem", "localhost.pem.new"})
    void writesNothingThroughALink(String name, @TempDir Path elsewhere) throws Exception {
        LocalCertificate.in(directory, now);
        Path precious = Files.writeString(elsewhere.resolve("precious"), "text");
        Files.deleteIfExists(directory.resolve("localhost.pem"));
        Files.deleteIfExists(directory.resolve(name));
        Files.createSymbolicLink(directory.resolve(name), precious);

        try {
            LocalCertificate.in(directory, now);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("it is a link, or not a file; delete it");
        }

        assertThat(precious).hasContent("text");
    }
}
