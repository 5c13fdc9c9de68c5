package io.reprise.server;

import io.reprise.core.key.Key;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends recorded answers: at once in a single write, or chunk by chunk at a pace. One for each event loop. */
final class Player {
    private final DeadlineScheduler timetable;
    private final AtomicInteger running;

    /** @param running how many answers are being sent at a pace, by all event loops */
    Player(DeadlineScheduler timetable, AtomicInteger running) {
        this.timetable = timetable;
        this.running = running;
    }

    /**
     * How one replay of a question is sent.
     *
     * @param turn how often the question was answered before in this run of its test
     */
    record Manner(Pace pace, Key key, int turn) {
        /** @param streams how many answers are being sent, this one included */
        Schedule schedule(PreparedResponse prepared, int streams) {
            return prepared.pacing().schedule(pace, Occasion.of(key, turn, streams));
        }
    }

    void play(PreparedResponse prepared, Manner manner, Client client, PacedReplay.Listener listener) {
        if (manner.pace().isInstant()) {
            playAtOnce(prepared, client.response());
            listener.ended(true);
            return;
        }
        int streams = running.incrementAndGet();
        Schedule schedule = manner.schedule(prepared, streams);
        PacedReplay.Listener counting = isWhole -> {
            running.decrementAndGet();
            listener.ended(isWhole);
        };
        new PacedReplay(prepared, schedule, client, timetable, counting).start();
    }

    private static void playAtOnce(PreparedResponse prepared, HttpServerResponse response) {
        putHead(prepared, response);
        if (prepared.isComplete()) {
            response.end(prepared.body());
        } else {
            response.setChunked(true);
            response.write(prepared.body()).onComplete(written -> response.reset());
        }
    }

    static void putHead(PreparedResponse prepared, HttpServerResponse response) {
        response.setStatusCode(prepared.status());
        prepared.headers().fields().forEach(field -> response.headers().add(field.name(), field.value()));
    }
}
