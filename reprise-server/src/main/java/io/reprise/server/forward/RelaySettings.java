package io.reprise.server.forward;

import io.reprise.core.store.OtherServers;
import io.reprise.core.store.StoreException;
import io.reprise.server.http.Endpoint;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.relay.KnownServers;
import io.reprise.server.relay.OwnAddress;
import io.reprise.server.report.Journal;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How this server deals with the others of its store. Serves all event loops.
 *
 * @param address of this server
 * @param known what is known of the others
 * @param connection to the others
 */
public record RelaySettings(
        OtherServers others, OwnAddress address, KnownServers known, UpstreamConnection connection, Journal journal) {
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
    private static final String LOOPBACK = "127.0.0.1";
    private static final String NO_SETTING = "--advertise";

    /** Whether another server answers at all is known soon; its upstream may think for long. */
    private static final UpstreamTimeouts TIMEOUTS = new UpstreamTimeouts(
            new TimeLimit(NO_SETTING, Duration.ofSeconds(2)),
            new TimeLimit(NO_SETTING, Duration.ofSeconds(2)),
            new TimeLimit(NO_SETTING, Duration.ofSeconds(3)),
            new TimeLimit(NO_SETTING, Duration.ZERO),
            new TimeLimit(NO_SETTING, Duration.ofSeconds(3)));

    /** @param authorities of the certificates of other servers, besides those that Java trusts */
    public static RelaySettings of(
            OtherServers others, OwnAddress address, Optional<Path> authorities, Journal journal) {
        UpstreamConnection connection = new UpstreamConnection(Optional.empty(), authorities, Optional.empty());
        return new RelaySettings(others, address, new KnownServers(), connection.within(TIMEOUTS), journal);
    }

    /**
     * Settles the address of this server, and says it: the one that was given; else the one that it listens on; where that stands for all, the one that
     * the store sees. Blocks.
     *
     * @param port that it listens on
     */
    public void listensAt(Endpoint endpoint, int port) {
        String url = endpoint.others()
                .advertised()
                .map(URI::toString)
                .orElseGet(() ->
                        (endpoint.tls().isPresent() ? "https://" : "http://") + host(endpoint.host()) + ":" + port);
        address.listensAt(url);
        journal.say("other servers with the same store reach this one at " + url
                + (endpoint.others().advertised().isPresent() ? "" : "; --advertise sets another URL"));
    }

    private String host(String listening) {
        if (EVERY_ADDRESS.contains(listening)) {
            try {
                return others.hostOfThisServer().orElse(LOOPBACK);
            } catch (StoreException away) {
                return LOOPBACK;
            }
        }
        return listening.contains(":") && !listening.startsWith("[") ? "[" + listening + "]" : listening;
    }

    void say(String sentence) {
        journal.say(sentence);
    }

    void explain(Supplier<String> sentence) {
        journal.explain(sentence);
    }
}
