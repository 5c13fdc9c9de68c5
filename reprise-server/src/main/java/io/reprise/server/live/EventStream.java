package io.reprise.server.live;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.server.network.EventLoop;
import io.reprise.server.report.Journal;
import io.reprise.server.report.RequestRing.Row;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client of requests while they come, five times a second at most. What the client does not read in time is counted, not kept. Belongs
 * to the client's event loop; events are put together on workers.
 */
final class EventStream {
    private static final long PERIOD_MS = 200;

    /** 200 rows a second are more than a person reads. */
    private static final int MOST_AT_ONCE = 40;

    /** A line that says nothing shows that the connection lives. In periods. */
    private static final int SILENCE = 75;

    /** A client that reads nothing for so long is let go. In periods. */
    private static final int PATIENCE = 150;

    private static final ResponseHead HEAD = new ResponseHead(
            200,
            Headers.of(
                    "content-type", "text/event-stream",
                    "cache-control", "no-store",
                    "x-content-type-options", "nosniff",
                    "x-accel-buffering", "no"));

    private final RequestScope scope;
    private final Journal journal;
    private final MaskedRows rows;
    private final Supplier<Json> state;
    private final Consumer<EventStream> ended;
    private long seen;
    private String told = "";
    private int silent;
    private int stalled;
    private boolean isEnded;
    private EventLoop.@Nullable Timer timer;

    /** @param ended is told once, when the stream is over */
    EventStream(
            RequestScope scope, Journal journal, MaskedRows rows, Supplier<Json> state, Consumer<EventStream> ended) {
        this.scope = scope;
        this.journal = journal;
        this.rows = rows;
        this.state = state;
        this.ended = ended;
        this.seen = journal.latest().latest();
    }

    void start() {
        ClientConnection client = scope.client();
        if (scope.isOfHead()) {
            client.respond(HEAD, Unpooled.EMPTY_BUFFER);
            end();
            return;
        }
        client.whenClosed(this::end);
        client.markEndless();
        client.start(HEAD);
        client.sendHead();
        tell();
    }

    private void goOn() {
        timer = isEnded ? null : scope.after(PERIOD_MS, this::tell);
    }

    private void tell() {
        if (isEnded) {
            return;
        }
        if (!scope.client().isWritable()) {
            stalled++;
            if (stalled > PATIENCE) {
                scope.client().abort(ClientConnection.Abort.CUT);
                end();
            }
            goOn();
            return;
        }
        stalled = 0;
        scope.onWorker(this::news, this::send);
    }

    private void send(String news) {
        if (isEnded) {
            return;
        }
        silent = news.isEmpty() ? silent + 1 : 0;
        String sent = news;
        if (silent > SILENCE) {
            silent = 0;
            sent = ":\n\n";
        }
        if (!sent.isEmpty()) {
            scope.client().send(Unpooled.wrappedBuffer(sent.getBytes(StandardCharsets.UTF_8)));
        }
        goOn();
    }

    /** The events since the last; empty for none. One call after the other. */
    private String news() {
        StringBuilder news = new StringBuilder();
        Json now = journal.mask().of(state.get());
        String text = now.write(Layout.COMPACT);
        if (!text.equals(told)) {
            told = text;
            news.append(event("state", text));
        }
        long latest = journal.latest().latest();
        if (latest > seen) {
            List<Row> fresh = journal.latest().after(seen);
            long overwritten = Math.max(0, latest - seen - fresh.size());
            List<Row> wanted = rows.of(fresh);
            int from = Math.max(0, wanted.size() - MOST_AT_ONCE);
            seen = fresh.isEmpty() ? latest : fresh.get(fresh.size() - 1).seq();
            news.append(event("rows", json(wanted.subList(from, wanted.size()), from + overwritten)));
        }
        return news.toString();
    }

    /** @param dropped how many more there were */
    private String json(List<Row> sent, long dropped) {
        JsonObjectBuilder counts = new JsonObjectBuilder();
        journal.counts().forEach((verb, count) -> counts.with(verb.label(), count));
        return new JsonObjectBuilder()
                .with("rows", RowJson.of(sent))
                .with("dropped", dropped)
                .with("counts", counts.done())
                .done()
                .write(Layout.COMPACT);
    }

    /** Compact JSON has no line breaks. */
    private static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }

    /** The server stops. May be called on any thread. */
    void endSoon() {
        scope.loop().execute(() -> {
            if (!isEnded) {
                scope.client().end();
                end();
            }
        });
    }

    private void end() {
        if (!isEnded) {
            isEnded = true;
            if (timer != null) {
                timer.cancel();
            }
            ended.accept(this);
            scope.finishUnnoted();
        }
    }
}
