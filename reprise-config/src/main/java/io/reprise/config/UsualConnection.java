package io.reprise.config;

import io.reprise.core.plan.Mode;
import io.reprise.server.tls.TrustedAuthorities;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How upstreams are reached that say nothing of their own.
 *
 * @param authorities PEM file of certificate authorities to trust
 */
record UsualConnection(
        ProxyVariables proxies,
        RequestSigners signers,
        Optional<Path> authorities,
        UpstreamTimeouts timeouts,
        Mode mode) {
    /** Where OpenSSL and the programs that use it are told what to trust. */
    private static final String VARIABLE = "SSL_CERT_FILE";

    /** @param chosen all settings */
    static UsualConnection of(Configuration.Inputs inputs, Map<Setting, ChosenValue> chosen, Mode mode) {
        Optional<Path> ofOthers = Optional.of(inputs.environment().getOrDefault(VARIABLE, ""))
                .filter(text -> !text.isBlank())
                .map(inputs.directory()::resolve)
                .filter(Files::isReadable);
        Optional<Path> own = file(Objects.requireNonNull(chosen.get(Setting.CA)), inputs.directory());
        return new UsualConnection(
                new ProxyVariables(inputs.environment()),
                new RequestSigners(inputs.environment()),
                own.or(() -> ofOthers),
                Timeouts.upstream(chosen),
                mode);
    }

    private static Optional<Path> file(ChosenValue authorities, Path directory) {
        return Optional.of(authorities.text())
                .filter(text -> !text.isEmpty())
                .map(text -> directory.resolve(SettingSyntax.path(text)));
    }

    /**
     * Makes sure that there are certificates in the file of the setting {@code ca}, also where no upstream is known. Where nothing is asked, a
     * file need not be there that only other machines need; one that a flag names must be.
     *
     * @throws IllegalArgumentException if there are none; the message names the flag, or where the setting stands
     */
    static void requireAuthorities(Configuration configuration, Path directory) {
        ChosenValue authorities = configuration.of(Setting.CA);
        boolean isNeeded =
                configuration.mode() != Mode.REPLAY || authorities.origin().equals(Setting.CA.flag());
        if (isNeeded) {
            file(authorities, directory)
                    .ifPresent(path -> authorities.read(text -> TrustedAuthorities.besidesThoseOfJava(path)));
        }
    }

    /** The same, for another mode. */
    UsualConnection with(Mode other) {
        return new UsualConnection(proxies, signers, authorities, timeouts, other);
    }

    /** The same upstream, reached as usual, unless it says otherwise itself. */
    Upstream applyTo(Upstream upstream) {
        return upstream.connection().equals(UpstreamConnection.DIRECT)
                ? upstream.through(new UpstreamConnection(
                        proxyTo(upstream), authorities, Optional.empty(), signers.usualFor(upstream.url()), timeouts))
                : upstream;
    }

    /**
     * The proxy of the environment.
     *
     * @throws IllegalArgumentException if a variable is no proxy, unless nothing is to be asked
     */
    Optional<ProxyServer> proxyTo(Upstream upstream) {
        try {
            return proxies.proxyTo(upstream);
        } catch (IllegalArgumentException wrong) {
            if (mode == Mode.REPLAY) {
                return Optional.empty();
            }
            throw wrong;
        }
    }
}
