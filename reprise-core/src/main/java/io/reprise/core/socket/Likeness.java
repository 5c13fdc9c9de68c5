package io.reprise.core.socket;

import io.reprise.core.explain.difference.Words;
import java.util.HashSet;
import java.util.Set;

/** How much a message that a client sent differs from the one that was recorded. */
final class Likeness {
    private static final int SAME_KIND = 1_000;
    private static final int UNLIKE = 2_000;

    private Likeness() {}

    /** 0 to 1,000 for messages of the same kind, by the share of words that both have; more for others. */
    static int distance(Departure departure, ClientMessage.Counted sent) {
        if (departure.compared().isEmpty()) {
            return UNLIKE;
        }
        Set<String> recorded =
                words(departure.compared().get().recorded().canonical().text());
        Set<String> asked = words(sent.question().canonical().text());
        Set<String> all = new HashSet<>(recorded);
        all.addAll(asked);
        recorded.retainAll(asked);
        return all.isEmpty() ? SAME_KIND : SAME_KIND - SAME_KIND * recorded.size() / all.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Words.of(text));
    }
}
