package io.reprise.server.replay;

import io.reprise.core.key.Key;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.network.ChunkReceiver;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import java.util.function.Consumer;

/** Sends recorded answers at their pace. One for each event loop. */
public final class Player {
    private final DeadlineScheduler scheduler;
    private final RunningStreams running;
    private final OpenAnswers openAnswers;

    public Player(DeadlineScheduler scheduler, RunningStreams running, OpenAnswers openAnswers) {
        this.scheduler = scheduler;
        this.running = running;
        this.openAnswers = openAnswers;
    }

    /** Told once: when the last byte is sent, or the client has gone. It ends the answer. */
    public interface Listener {
        void ended(boolean isWhole);
    }

    /**
     * A request that is answered.
     *
     * @param beginning is called once before anything is sent
     * @param wholeNanos when its last byte had been read, by {@link System#nanoTime}
     * @param failing is told of what was thrown, and has to end the answer
     */
    public record Asked(ChunkReceiver client, Runnable beginning, long wholeNanos, Consumer<Throwable> failing) {
        private static Asked of(RequestScope scope, ResponseHead head) {
            return new Asked(scope.client(), () -> scope.client().start(head), scope.wholeNanos(), scope::fail);
        }
    }

    /**
     * When one replay of a question is sent.
     *
     * @param number how often the question was answered before in this run of its test
     */
    public record Timing(Pace pace, Key key, int number) {
        /** @param streams how many answers are being sent, this one included */
        Schedule schedule(PreparedResponse prepared, int streams) {
            return prepared.schedule(pace, occasion(streams));
        }

        Occasion occasion(int streams) {
            return Occasion.of(key, number, streams);
        }
    }

    /** How many answers are being sent. */
    int running() {
        return running.count();
    }

    void play(PreparedResponse prepared, Timing timing, RequestScope scope, Listener listener) {
        if (prepared.large().isPresent()) {
            playInPieces(prepared, timing, scope, listener);
            return;
        }
        if (timing.pace().isInstant() && prepared.size() > LargeReplay.LARGE) {
            Listener ending = isWhole -> {
                listener.ended(isWhole);
                if (isWhole) {
                    end(prepared, scope.client());
                }
            };
            new LargeReplay(prepared, scope, ending).start();
            return;
        }
        if (timing.pace().isInstant()) {
            playAtOnce(prepared, scope.client());
            listener.ended(true);
            return;
        }
        playPaced(prepared, timing, Asked.of(scope, prepared.head()), isWhole -> {
            listener.ended(isWhole);
            if (isWhole) {
                end(prepared, scope.client());
            }
        });
    }

    /**
     * Sends an answer that is in memory, chunk by chunk.
     *
     * @param timing of which the pace is not instant
     */
    public void playPaced(PreparedResponse prepared, Timing timing, Asked asked, Listener listener) {
        Schedule schedule = timing.schedule(prepared, running.begin());
        Listener counting = isWhole -> {
            running.end();
            listener.ended(isWhole);
        };
        new PacedReplay(prepared, schedule, asked, scheduler, counting).start();
    }

    private void playInPieces(PreparedResponse prepared, Timing timing, RequestScope scope, Listener listener) {
        int streams = running.begin();
        Listener counting = isWhole -> {
            running.end();
            listener.ended(isWhole);
            if (isWhole) {
                end(prepared, scope.client());
            }
        };
        AnswerReading reading = new AnswerReading(prepared, timing.pace(), timing.occasion(streams));
        new PieceReplay(prepared, reading, scope, scheduler, counting).start();
    }

    private void playAtOnce(PreparedResponse prepared, ClientConnection client) {
        if (prepared.ending().isClean()) {
            client.respond(prepared.head(), prepared.body());
        } else {
            client.start(prepared.head());
            if (prepared.body().isReadable()) {
                client.send(prepared.body());
            } else {
                client.sendHead();
            }
            end(prepared, client);
        }
    }

    /** Everything has been sent. */
    private void end(PreparedResponse prepared, ClientConnection client) {
        switch (prepared.ending()) {
            case COMPLETE, EARLY -> client.end();
            case OPEN -> openAnswers.add(client);
            case CUT -> client.abort(ClientConnection.Abort.CUT);
        }
    }
}
