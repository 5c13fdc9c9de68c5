package io.reprise.config;

import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.util.Map;
import java.util.Objects;

/** How long things are waited for, of all settings. */
final class Timeouts {
    private Timeouts() {}

    static ClientTimeouts client(Map<Setting, ChosenValue> chosen) {
        return new ClientTimeouts(
                new ClientTimeouts.Arrival(
                        limit(chosen, Setting.TIMEOUT_HEADER),
                        limit(chosen, Setting.TIMEOUT_BODY),
                        limit(chosen, Setting.TIMEOUT_REQUEST)),
                limit(chosen, Setting.TIMEOUT_IDLE),
                limit(chosen, Setting.TIMEOUT_WRITE),
                new ClientTimeouts.Ends(limit(chosen, Setting.TIMEOUT_TLS), limit(chosen, Setting.TIMEOUT_LINGER)),
                new ClientTimeouts.Sockets(
                        limit(chosen, Setting.TIMEOUT_WEBSOCKET_IDLE), limit(chosen, Setting.TIMEOUT_WEBSOCKET_CLOSE)));
    }

    static UpstreamTimeouts upstream(Map<Setting, ChosenValue> chosen) {
        return new UpstreamTimeouts(
                limit(chosen, Setting.TIMEOUT_UPSTREAM_CONNECT),
                limit(chosen, Setting.TIMEOUT_UPSTREAM_QUEUE),
                limit(chosen, Setting.TIMEOUT_UPSTREAM_FIRST_BYTE),
                limit(chosen, Setting.TIMEOUT_UPSTREAM_IDLE),
                limit(chosen, Setting.TIMEOUT_UPSTREAM_HANDSHAKE));
    }

    private static TimeLimit limit(Map<Setting, ChosenValue> chosen, Setting setting) {
        ChosenValue value = Objects.requireNonNull(chosen.get(setting));
        return new TimeLimit(setting.label(), value.read(SettingSyntax::timeout));
    }
}
