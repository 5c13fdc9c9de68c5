package io.reprise.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
    private final Instant now = Instant.now();

    @TempDir
    static Path directory = Path.of("");

    private static KeyFiles files;

    @BeforeAll
    static void makeKeys() throws Exception {
        files = new KeyFiles(directory)
                .make("rsa", "RSA")
                .make("ec", "EC")
                .make("other", "EC")
                .make("edwards", "Ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "edwards"})
    void readsKeysOfAllKinds(String alias) throws Exception {
        TlsIdentity read = TlsIdentity.read(files.certificate(alias), files.key(alias), now);

        assertThat(read.key().getEncoded()).isEqualTo(files.privateKey(alias));
        assertThat(read.chain()).hasSize(1);
    }

    /** What {@code openssl genrsa -traditional} and {@code openssl ecparam -genkey} write: the innermost part of PKCS #8. */
    @Test
    void readsKeysInTheirOlderForms() throws Exception {
        byte[] rsa = files.privateKey("rsa");
        byte[] ec = files.privateKey("ec");
        Path oldRsa = files.write("old-rsa.key", "RSA PRIVATE KEY", innermost(rsa));
        Path oldEc = files.write("old-ec.key", "EC PRIVATE KEY", innermost(ec));

        assertThat(TlsIdentity.read(files.certificate("rsa"), oldRsa, now).key().getEncoded())
                .isEqualTo(rsa);
        assertThat(TlsIdentity.read(files.certificate("ec"), oldEc, now).key().getEncoded())
                .isEqualTo(ec);
    }

    /** What PKCS #8 (RFC 5208, 5) has after version and algorithm: the content of its last value. */
    private static byte[] innermost(byte[] key) {
        int version = contentAt(key, 0);
        int algorithm = endAt(key, version);
        int octets = endAt(key, algorithm);
        return Arrays.copyOfRange(key, contentAt(key, octets), endAt(key, octets));
    }

    /** Where the content of the DER value at a place begins. */
    private static int contentAt(byte[] der, int at) {
        return at + 2 + Math.max(0, (der[at + 1] & 0xff) - 0x80);
    }

    private static int endAt(byte[] der, int at) {
        int content = contentAt(der, at);
        boolean isShort = content == at + 2;
        return content
                + (isShort ? der[at + 1] : new BigInteger(1, Arrays.copyOfRange(der, at + 2, content)).intValueExact());
    }

    @Test
    void readsBothFromOneFileWithTextAroundThem() throws Exception {
        Path both = Files.writeString(
                directory.resolve("both.pem"),
                "Key:\r\n" + Files.readString(files.key("ec")).replace("\n", "\r\n") + "\n  Certificate:\n"
                        + Files.readString(files.certificate("ec"))
                        + Files.readString(files.certificate("other")));

        TlsIdentity read = TlsIdentity.read(both, both, now);

        assertThat(read.chain()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "other", "edwards"})
    void refusesAKeyOfAnotherCertificate(String alias) throws Exception {
        Path certificate = files.certificate("ec");
        Path key = files.key(alias);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.read(certificate, key, now))
                .withMessageStartingWith(
                        "the key in '" + key + "' does not belong to the first certificate in '" + certificate + "'");
    }

    @Test
    void refusesACertificateThatIsNotValid() throws Exception {
        Path certificate = files.certificate("ec");
        Path key = files.key("ec");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.read(certificate, key, now.plus(365, ChronoUnit.DAYS)))
                .withMessageStartingWith("the certificate in '" + certificate + "' has expired: it was valid until ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.read(certificate, key, now.minus(1, ChronoUnit.DAYS)))
                .withMessageStartingWith("the certificate in '" + certificate + "' is valid from ");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path certificate = files.certificate("ec");
        Path key = files.key("ec");
        Path none = directory.resolve("none.pem");
        Path encrypted = files.write("encrypted.key", "ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
        Path damaged = files.write("damaged.pem", "CERTIFICATE", new byte[] {1, 2, 3});
        Path damagedKey = files.write("damaged.key", "EC PRIVATE KEY", new byte[] {1, 2, 3});

        assertMessage(none, key, "there is no file '" + none + "'");
        assertMessage(certificate, none, "there is no file '" + none + "'");
        assertMessage(directory, key, "cannot read '" + directory + "': ");
        assertMessage(key, key, "there is no certificate in '" + key + "'; it must be PEM");
        assertMessage(certificate, certificate, "there is no private key in '" + certificate + "'; it must be PEM");
        assertMessage(certificate, encrypted, "the key in '" + encrypted + "' is encrypted");
        assertMessage(damaged, key, "'" + damaged + "' has a damaged certificate");
        assertMessage(certificate, damagedKey, "the key in '" + damagedKey + "' does not belong to");
    }

    private void assertMessage(Path certificate, Path key, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.read(certificate, key, now))
                .withMessageStartingWith(message);
    }
}
