package io.reprise.server;

import io.reprise.core.plan.Mode;
import io.reprise.server.http.Listening;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.util.List;

/** What a server is told at its start. */
public record ServerSettings(
        Listening listening,
        Mode mode,
        List<Upstream> upstreams,
        KeepSettings keeping,
        ReplaySettings replaying,
        CacheSettings cache) {
    public ServerSettings {
        upstreams = List.copyOf(upstreams);
        if (upstreams.isEmpty() && (mode == Mode.LIVE || mode == Mode.RECORD)) {
            throw new IllegalArgumentException(
                    "mode " + mode + " needs an upstream, but none is known; add --upstream URL");
        }
    }
}
