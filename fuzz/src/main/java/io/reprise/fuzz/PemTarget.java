package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.server.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Certificates and keys in PEM files: an identity, or one sentence that says what is wrong. */
final class PemTarget implements FuzzTarget {
    @Override
    public void check(Input input) throws IOException {
        Path file = Files.createTempFile("fuzz", ".pem");
        try {
            Files.write(file, input.bytes().toArray());
            Expect.orRefusal(IllegalArgumentException.class, () -> TlsIdentity.read(file, file, Instant.EPOCH));
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public List<Bytes> seeds() {
        try {
            String key = block(
                    "PRIVATE KEY",
                    KeyPairGenerator.getInstance("EC")
                            .generateKeyPair()
                            .getPrivate()
                            .getEncoded());
            return List.of(
                    Bytes.utf8(key + block("CERTIFICATE", new byte[300])),
                    Bytes.utf8(key.replace("PRIVATE", "EC PRIVATE")),
                    Bytes.utf8(key.replace("PRIVATE", "ENCRYPTED PRIVATE")),
                    Bytes.utf8("-----BEGIN CERTIFICATE-----\n".repeat(1_000)),
                    Bytes.utf8("-----BEGIN X-----\n!\n-----END Y-----\n"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}
