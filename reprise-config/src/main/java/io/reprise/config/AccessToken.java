package io.reprise.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A secret that every request needs if other machines can reach the server.
 *
 * @param isMadeUp whether it must be told to the person who started the server
 */
public record AccessToken(String text, boolean isMadeUp) {
    private static final int BYTES = 24;

    /** The given token, or a new one if other machines can reach the server; empty for none. */
    public static Optional<AccessToken> of(Configuration configuration) {
        String given = configuration.of(Setting.TOKEN).text();
        if (!given.isEmpty()) {
            return Optional.of(new AccessToken(given, false));
        }
        if (configuration.of(Setting.HOST).read(AccessToken::isLoopback)) {
            return Optional.empty();
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Optional.of(
                new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(random), true));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "'" + host
                            + "' is not an address of this machine; write 127.0.0.1, or 0.0.0.0 for all of its addresses",
                    unknown);
        }
    }
}
