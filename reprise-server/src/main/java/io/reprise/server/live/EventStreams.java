package io.reprise.server.live;

import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.json.Json;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.report.Journal;
import io.reprise.server.request.RequestScope;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** All who follow what happens. Nothing is done for them while there are none. */
public final class EventStreams {
    /** A browser has six connections to a host, and a team some browsers. */
    private static final int MOST = 32;

    private final Journal journal;
    private final Supplier<Json> state;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** @param state what else is told when it changes; is asked on workers, and must not block */
    public EventStreams(Journal journal, Supplier<Json> state) {
        this.journal = journal;
        this.state = state;
    }

    /** Begins a stream of server-sent events. To be called on the client's event loop. */
    void open(ControlRequest request, RequestScope scope) {
        Filter filter = request.filter(FilterScope.REQUESTS);
        if (isClosed || open.size() >= MOST) {
            throw new WrongRequestException(
                    503,
                    isClosed
                            ? "the server stops"
                            : MOST + " clients follow the requests already; close a page that you do not use");
        }
        EventStream stream =
                new EventStream(scope, journal, new MaskedRows(filter, journal.mask()), state, open::remove);
        open.add(stream);
        stream.start();
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    /** Ends them all, and lets no further one begin. */
    public void close() {
        isClosed = true;
        open.forEach(EventStream::endSoon);
    }
}
