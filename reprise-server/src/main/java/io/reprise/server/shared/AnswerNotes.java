package io.reprise.server.shared;

import io.reprise.server.recording.ArrivedPiece;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of an answer that arrives, besides its bytes. Thread-safe. */
public final class AnswerNotes {
    private @Nullable Kept kept;
    private boolean isOfOtherServer;
    private String whyBroken = "the upstream ended the connection too early";

    /**
     * What became of the answer.
     *
     * @param number of its place among the recordings of its question; 0 if it says nothing new
     * @param isError whether it is an error of the moment
     */
    public record Kept(int number, boolean isError) {}

    /** Says where it was kept, before {@link SharedResponse#release}. */
    public synchronized void keptAs(Kept place) {
        kept = place;
    }

    /** Empty as long as it is not kept. */
    public synchronized Optional<Kept> kept() {
        return Optional.ofNullable(kept);
    }

    /** Another server asks for it, and keeps it. */
    public synchronized void markOfOtherServer() {
        isOfOtherServer = true;
    }

    /** No other server asks for it any more. */
    public synchronized void markOfThisServer() {
        isOfOtherServer = false;
    }

    public synchronized boolean isOfOtherServer() {
        return isOfOtherServer;
    }

    /** Says why it broke off, for people. */
    public synchronized void brokenBy(String why) {
        whyBroken = why;
    }

    public synchronized String whyBroken() {
        return whyBroken;
    }

    /** Whether one of the ids is in what has arrived. */
    static boolean areIn(List<ArrivedPiece> all, Set<String> ids) {
        int longest = ids.stream().mapToInt(String::length).max().orElse(0);
        String tail = "";
        for (ArrivedPiece piece : all) {
            String text = tail + new String(piece.read(), StandardCharsets.ISO_8859_1);
            if (ids.stream().anyMatch(text::contains)) {
                return true;
            }
            tail = text.substring(Math.max(0, text.length() - longest));
        }
        return false;
    }
}
