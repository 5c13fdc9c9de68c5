package io.reprise.core.socket;

import io.reprise.core.explain.difference.Difference;
import io.reprise.core.explain.difference.Differences;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.socket.ClientMessage.Counted;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * Where a client left the recordings of its handshake.
 *
 * @param nearest the recording with the most similar message
 * @param number of the message among those of the client that count, from 1
 * @param kind of the message, such as {@code conversation.item.create}
 * @param what else than the content of the message differs; empty if that is compared
 * @param compared empty unless both sent the same kind of message
 */
public record Departure(Store.Entry nearest, int number, String kind, String what, Optional<Compared> compared) {
    /** Both messages, as questions with the handshake of the conversation and the message as their body. */
    public record Compared(Question recorded, Question asked) {}

    static Departure of(Track track, Counted sent) {
        Optional<Counted> expected = track.expected();
        if (expected.isEmpty()) {
            return of(track, sent, "you sent " + sent.kind() + ", the recording ends before it");
        }
        if (!expected.get().kind().equals(sent.kind())) {
            return of(
                    track,
                    sent,
                    "you sent " + sent.kind() + ", the recording expects "
                            + expected.get().kind());
        }
        if (expected.get().isSameAs(sent)) {
            return of(track, sent, "the recording has this message, but with other answers before it");
        }
        Compared compared = new Compared(expected.get().question(), sent.question());
        return new Departure(track.entry(), track.counted() + 1, sent.kind(), "", Optional.of(compared));
    }

    private static Departure of(Track track, Counted sent, String what) {
        return new Departure(track.entry(), track.counted() + 1, sent.kind(), what, Optional.empty());
    }

    /** What differs, without the credentials in it; never empty. */
    public List<Difference> differences(CredentialMask mask) {
        String message = "message " + number;
        if (compared.isEmpty()) {
            return List.of(new Difference(message, mask.of(what), List.of()));
        }
        String where = message + " (" + mask.of(kind) + "): ";
        return Differences.between(compared.get().recorded(), compared.get().asked(), mask).stream()
                .map(found -> new Difference(where + found.where(), found.what(), found.rules()))
                .toList();
    }
}
