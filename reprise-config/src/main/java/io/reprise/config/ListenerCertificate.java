package io.reprise.config;

import io.reprise.server.tls.LocalCertificate;
import io.reprise.server.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a server speaks TLS with.
 *
 * @param path of the certificate as PEM, for clients
 * @param isSelfSigned whether no client trusts it unless it is told to
 */
public record ListenerCertificate(TlsIdentity identity, Path path, boolean isSelfSigned) {
    /**
     * The one that the configuration names, or asks for; empty if the server shall not speak TLS.
     *
     * @param workingDirectory what a relative path is relative to
     * @throws IllegalArgumentException if it cannot be used; the message says why, and which setting names it
     */
    static Optional<ListenerCertificate> of(Configuration configuration, Path workingDirectory, Instant now) {
        ChosenValue file = configuration.of(Setting.TLS_CERT);
        ChosenValue key = configuration.of(Setting.TLS_KEY);
        boolean isMade = configuration.of(Setting.TLS).read(SettingSyntax::tls);
        if (file.text().isEmpty()) {
            if (!key.text().isEmpty()) {
                throw new IllegalArgumentException(
                        key.origin() + ": a key needs its certificate; give --tls-cert FILE, too");
            }
            return isMade ? Optional.of(made(configuration, workingDirectory, now)) : Optional.empty();
        }
        if (isMade) {
            throw new IllegalArgumentException(configuration.of(Setting.TLS).origin()
                    + ": there is a certificate already: " + file.origin() + "; leave out one of the two");
        }
        Path path = workingDirectory.resolve(SettingSyntax.path(file.text()));
        Path ofKey = key.text().isEmpty() ? path : workingDirectory.resolve(SettingSyntax.path(key.text()));
        TlsIdentity identity = file.read(any -> TlsIdentity.read(path, ofKey, now));
        return Optional.of(new ListenerCertificate(identity, path, false));
    }

    private static ListenerCertificate made(Configuration configuration, Path workingDirectory, Instant now) {
        ChosenValue directory = configuration.of(Setting.TLS_DIRECTORY);
        ChosenValue named = directory.origin().equals(Configuration.DEFAULT)
                ? new ChosenValue(
                        directory.text(), configuration.of(Setting.TLS).origin())
                : directory;
        LocalCertificate made =
                named.read(text -> LocalCertificate.in(workingDirectory.resolve(SettingSyntax.path(text)), now));
        return new ListenerCertificate(made.identity(), made.path(), true);
    }
}
