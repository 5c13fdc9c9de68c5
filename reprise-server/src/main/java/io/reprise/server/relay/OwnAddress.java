package io.reprise.server.relay;

import io.reprise.core.store.OtherServers.Holder;
import io.reprise.core.store.OtherServers.Token;
import io.reprise.server.access.RelayPaths;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Where other servers of the same store find this one, and its name among them. Thread-safe. */
public final class OwnAddress {
    private static final String PATH = RelayPaths.PREFIX;

    /** In bytes: who guesses one of them may follow an answer. */
    private static final int TOKEN_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final String name = hex();
    private volatile String url = "";

    private String hex() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** @param base scheme, host and port */
    public void listensAt(String base) {
        url = base.replaceAll("/+$", "");
    }

    /** For one claim. */
    public Holder newHolder() {
        return new Holder(url + PATH + name, new Token(hex()));
    }

    /** The path at which that holder has its answer. */
    public static String pathOf(Holder holder) {
        int from = holder.address().indexOf(PATH);
        return (from < 0 ? PATH : holder.address().substring(from)) + "/"
                + holder.token().hex();
    }

    /** Scheme, host and port of that holder. */
    public static String baseOf(Holder holder) {
        int end = holder.address().indexOf(PATH);
        return end < 0 ? holder.address() : holder.address().substring(0, end);
    }

    /** The token that a path names; empty if it is meant for another server. */
    Optional<Token> token(String path) {
        String own = PATH + name + "/";
        return path.startsWith(own) ? Optional.of(new Token(path.substring(own.length()))) : Optional.empty();
    }
}
