package io.reprise.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What one end of a TLS connection proves who it is with.
 *
 * @param chain its own certificate, and those of its authorities, in order
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads PEM files, which may be one.
     *
     * @throws IllegalArgumentException if they cannot be read, do not belong together, or are not valid at that time; the message
     *     says what is wrong, and which file
     */
    public static TlsIdentity read(Path certificates, Path key, Instant now) {
        List<X509Certificate> chain = PemFile.read(certificates).certificates();
        PemFile.Block block = PemFile.read(key)
                .key()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "there is no private key in '" + key
                                        + "'; it must be PEM, with a line '-----BEGIN PRIVATE KEY-----'; if the key is in another file, name that too"));
        PublicKey belonging = chain.get(0).getPublicKey();
        try {
            PrivateKey read = PrivateKeys.read(block, belonging);
            if (!PrivateKeys.isPair(read, belonging)) {
                throw mismatch(certificates, key, null);
            }
            requireValid(chain.get(0), certificates, now);
            return new TlsIdentity(read, chain);
        } catch (GeneralSecurityException wrong) {
            throw mismatch(certificates, key, wrong);
        }
    }

    private static IllegalArgumentException mismatch(
            Path certificates, Path key, @Nullable GeneralSecurityException cause) {
        return new IllegalArgumentException(
                "the key in '" + key + "' does not belong to the first certificate in '" + certificates
                        + "'; give the key of this certificate, and put the certificate of the server before those of its authorities",
                cause);
    }

    private static void requireValid(X509Certificate certificate, Path path, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw new IllegalArgumentException(
                    "the certificate in '" + path + "' is valid from " + from + ", and it is " + now);
        }
        if (now.isAfter(until)) {
            throw new IllegalArgumentException(
                    "the certificate in '" + path + "' has expired: it was valid until " + until);
        }
    }

    /** The same, as the Java library takes it. */
    public KeyManagerFactory keyManagers() {
        try {
            char[] password = {};
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("own", key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password);
            return factory;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalArgumentException("Java cannot use the key; make an RSA or EC key", broken);
        }
    }
}
