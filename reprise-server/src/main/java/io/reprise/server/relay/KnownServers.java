package io.reprise.server.relay;

import io.reprise.core.store.OtherServers.Holder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which other servers this one has reached so far, and of which it has said that it cannot. Thread-safe. */
public final class KnownServers {
    /** Servers come and go; so many are remembered. */
    private static final int MOST = 10_000;

    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private final Set<String> unreachable = ConcurrentHashMap.newKeySet();

    public void reached(Holder holder) {
        if (reached.size() < MOST) {
            reached.add(holder.address());
        }
        unreachable.remove(OwnAddress.baseOf(holder));
    }

    /** Whether that very process has answered before, so that it is gone if nothing takes connections at its address. */
    public boolean hasReached(Holder holder) {
        return reached.contains(holder.address());
    }

    /** Whether it is worth saying that it cannot be reached: once for each address, until it can. */
    public boolean isNewlyUnreachable(Holder holder) {
        return unreachable.size() < MOST && unreachable.add(OwnAddress.baseOf(holder));
    }
}
