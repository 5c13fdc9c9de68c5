package io.reprise.core.redact;

import java.util.ArrayList;
import java.util.List;

/** Finds the places where a credential of a known kind may begin, in one pass over a text. */
final class Markers {
    private static final int ASCII = 128;

    private record Marker(String text, CredentialKind kind) {}

    /** Takes a marker that was found. */
    interface Visitor {
        void marker(CredentialKind kind, int at);
    }

    /** The markers that begin with a pair of characters, at the place that the pair has in this table. */
    private final Marker[][] byPair = new Marker[ASCII * ASCII][];

    Markers(List<CredentialKind> kinds) {
        List<List<Marker>> gathered = new ArrayList<>();
        for (int pair = 0; pair < byPair.length; pair++) {
            gathered.add(new ArrayList<>());
        }
        for (CredentialKind kind : kinds) {
            for (String marker : kind.markers()) {
                gathered.get(pair(marker.charAt(0), marker.charAt(1))).add(new Marker(marker, kind));
            }
        }
        for (int pair = 0; pair < byPair.length; pair++) {
            byPair[pair] = gathered.get(pair).toArray(Marker[]::new);
        }
    }

    void visit(String text, Visitor visitor) {
        char previous = ASCII;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (previous < ASCII && c < ASCII) {
                for (Marker marker : byPair[pair(previous, c)]) {
                    if (text.startsWith(marker.text, i - 1)) {
                        visitor.marker(marker.kind, i - 1);
                    }
                }
            }
            previous = c;
        }
    }

    private static int pair(char first, char second) {
        return first * ASCII + second;
    }
}
