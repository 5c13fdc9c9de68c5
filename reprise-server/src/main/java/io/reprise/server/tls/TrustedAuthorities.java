package io.reprise.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificate authorities that are trusted. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * Those of a PEM file, besides those that Java trusts.
     *
     * @throws IllegalArgumentException if the file cannot be read, or has no certificate; the message says which
     */
    public static TrustManagerFactory besidesThoseOfJava(Path file) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int count = 0;
            for (X509Certificate certificate : PemFile.read(file).certificates()) {
                trusted.setCertificateEntry("own-" + count++, certificate);
            }
            for (TrustManager manager : factory(null).getTrustManagers()) {
                if (manager instanceof X509TrustManager javas) {
                    for (X509Certificate certificate : javas.getAcceptedIssuers()) {
                        trusted.setCertificateEntry("java-" + count++, certificate);
                    }
                }
            }
            return factory(trusted);
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalArgumentException(
                    "Java cannot use the certificates in '" + file + "'; they must be X.509 certificates as PEM",
                    broken);
        }
    }

    /** @param trusted absent for those of Java */
    private static TrustManagerFactory factory(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }
}
