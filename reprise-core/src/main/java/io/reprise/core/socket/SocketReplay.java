package io.reprise.core.socket;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The replay of a conversation: finds the recording that fits what a client sends, and says what is due. It starts with all recordings
 * of a handshake, and leaves those whose next message differs from what the client sent (docs/decisions/0013-messages-in-both-directions.md).
 * Call {@link #take} at the start and after each call of {@link #received} or {@link #quiet}. Not thread-safe. It has no clock, and
 * opens nothing.
 */
public final class SocketReplay {
    /**
     * A message of the upstream that may be sent now.
     *
     * @param afterMs when it came, in milliseconds after the client's message before it, or after the handshake. Messages keep their
     *     order: none is sent before one that was due earlier.
     */
    public record Due(SocketMessage message, long afterMs) {}

    /**
     * The end of a conversation that its upstream ended.
     *
     * @param close empty if the upstream's connection broke
     * @param afterMs when it came, in milliseconds after the client's last message, or after the handshake
     */
    public record DueClose(Optional<SocketConversation.Close> close, long afterMs) {}

    private final MessageComparison comparison;
    private final SocketProtocol protocol;
    private final SentMessages sent;
    private final List<Track> tracks;
    private Optional<Track> leader;
    private Optional<Departure> departure = Optional.empty();
    /** The message of the leader that is looked at next. */
    private int next;

    private boolean isGreeting(SocketMessage message) {
        return Json.tryParse(message.bytes())
                .filter(json -> protocol.isGreeting(json) || protocol.isNotice(json))
                .isPresent();
    }

    /** When the client's last message before that one came. */
    private long since;

    private boolean hasOnlyGreeted = true;

    /**
     * @param recordings of one handshake, all with conversations; the one whose turn it is first
     * @throws IllegalArgumentException if there are none
     */
    public SocketReplay(List<Store.Entry> recordings, KeyRules rules) {
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException("a conversation needs a recording to be replayed");
        }
        ApiFamily family = recordings.get(0).question().parsed().family();
        this.protocol = family.sockets();
        this.comparison = new MessageComparison(rules, family);
        this.sent = new SentMessages(family);
        this.tracks =
                recordings.stream().map(entry -> new Track(entry, comparison)).toList();
        this.leader = Optional.of(tracks.get(0));
    }

    /**
     * Follows a message of the client.
     *
     * @return false if no recording fits any more; then {@link #departure} says why, and nothing is due any more
     */
    public boolean received(SocketMessage message) {
        if (leader.isEmpty()) {
            return false;
        }
        ClientMessage compared = comparison.of(leader.get().entry().question().request(), message);
        if (compared instanceof ClientMessage.Piece) {
            tracks.stream().filter(Track::fits).forEach(Track::followPiece);
        } else if (compared instanceof ClientMessage.Counted counted) {
            follow(leader.get(), counted);
        }
        return leader.isPresent();
    }

    private void follow(Track present, ClientMessage.Counted message) {
        List<Track> fitting = tracks.stream().filter(Track::fits).toList();
        fitting.forEach(track -> track.follow(message));
        if (!present.fits()) {
            leader = fitting.stream().filter(this::leads).findFirst();
        }
        if (leader.isEmpty()) {
            departure = Optional.of(nearest(fitting, message));
        }
    }

    /** Whether a recording can go on where the leader stops. If it can, it becomes the leader. */
    private boolean leads(Track track) {
        if (!track.fits()) {
            return false;
        }
        int resumed = sent.endIn(track.conversation());
        if (resumed < 0) {
            track.leave();
            return false;
        }
        next = resumed;
        since = clientTime(track, resumed);
        return true;
    }

    private static Departure nearest(List<Track> fitting, ClientMessage.Counted message) {
        return fitting.stream()
                .map(track -> Departure.of(track, message))
                .min(Comparator.comparingInt(departure -> Likeness.distance(departure, message)))
                .orElseThrow();
    }

    /**
     * Whether a recording expects more messages that do not count, such as sound, than the client has sent. Because their number differs
     * from run to run, call {@link #quiet} when the client has sent nothing for some time.
     */
    public boolean isAwaitingQuiet() {
        return leader.filter(Track::isWithinRun).isPresent();
    }

    /** Goes on as if the client had sent as many messages that do not count as were recorded. */
    public void quiet() {
        tracks.stream().filter(Track::fits).filter(Track::isWithinRun).forEach(Track::passRun);
    }

    /** The messages of the upstream that may be sent now and were not taken yet, in their order. */
    public List<Due> take() {
        List<Due> due = new ArrayList<>();
        leader.ifPresent(track -> {
            for (; next < track.position(); next++) {
                SocketMessage message = track.message(next);
                if (message.from() == Sender.CLIENT) {
                    since = message.at();
                } else {
                    due.add(new Due(message, Math.max(0, message.at() - since)));
                    sent.add(message);
                    hasOnlyGreeted &= next < track.firstOfClient() || hasOnlyGreeted && isGreeting(message);
                }
            }
        });
        return due;
    }

    /** When the client's last message before {@code index} came. */
    private static long clientTime(Track track, int index) {
        for (int i = index - 1; i >= 0; i--) {
            if (track.isOfClient(i)) {
                return track.message(i).at();
            }
        }
        return 0;
    }

    /** How the upstream ended the conversation, once all before it has been taken; empty also if the client ended it. */
    public Optional<DueClose> closeDue() {
        return leader.filter(track -> track.isAtEnd()
                        && next == track.conversation().messages().size())
                .flatMap(SocketReplay::closeOf);
    }

    private static Optional<DueClose> closeOf(Track track) {
        Optional<SocketConversation.Close> close = track.conversation().close();
        boolean isCut = track.entry().recording().exchange().response().ending() == Ending.CUT;
        boolean hasClientLeft = close.isEmpty() && !isCut;
        if (hasClientLeft || close.isPresent() && close.get().from() == Sender.CLIENT) {
            return Optional.empty();
        }
        int end = track.conversation().messages().size();
        long last = end == 0 ? 0 : track.message(end - 1).at();
        long at = close.map(SocketConversation.Close::at).orElse(last);
        return Optional.of(new DueClose(close, Math.max(0, at - clientTime(track, end))));
    }

    /** The recording that answers now; empty after {@link #received} has returned false. */
    public Optional<Store.Entry> recording() {
        return leader.map(Track::entry);
    }

    /** Why nothing fits any more; empty while something fits. */
    public Optional<Departure> departure() {
        return departure;
    }

    /** Whether nothing has been taken but what greets a client, and what says that its session is set up: ids that it has seen do not matter. */
    public boolean hasOnlyGreeted() {
        return hasOnlyGreeted;
    }

    /** How many of the first {@code number} messages that were taken say more than that the connection is alive. */
    public int speaking(int number) {
        return sent.speaking(number);
    }

    /** How many messages of the upstream have been taken. */
    public int taken() {
        return sent.count();
    }
}
