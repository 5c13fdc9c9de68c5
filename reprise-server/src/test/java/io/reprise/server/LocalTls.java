package io.reprise.server;

import io.reprise.server.tls.LocalCertificate;
import io.reprise.server.tls.TlsIdentity;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a server of a test speaks TLS with.
 *
 * @param trusting of clients that trust it
 */
record LocalTls(TlsIdentity identity, SSLContext trusting) {
    /** @param directory in which it is kept */
    static LocalTls in(Path directory) throws Exception {
        TlsIdentity identity = LocalCertificate.in(directory, Instant.now()).identity();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", identity.chain().get(0));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, managers.getTrustManagers(), null);
        return new LocalTls(identity, trusting);
    }
}
