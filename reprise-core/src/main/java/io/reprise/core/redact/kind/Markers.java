package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import java.util.ArrayList;
import java.util.List;

/** Finds the places where a credential of a known kind may be, in one pass over a text. */
final class Markers {
    private static final int ASCII = 128;

    /** How much rarer a pair must be than another that has one marker less. */
    private static final int CROWDED = 5;

    /** What makes a pair of characters rare in texts: not the lower-case letters in this order, but all else. */
    private static final String FREQUENT = "etaoinsrhldcumfpgwybvkxjqz";

    /**
     * A marker.
     *
     * @param offset where the pair of characters begins by which it is found
     */
    private record Marker(String text, char first, int offset, CredentialKind kind) {}

    /** The markers of which a pair of characters is a part, at the place that the pair has in this table. */
    private final Marker[][] byPair = new Marker[ASCII * ASCII][];

    Markers(List<CredentialKind> kinds) {
        List<List<Marker>> gathered = new ArrayList<>();
        for (int pair = 0; pair < byPair.length; pair++) {
            gathered.add(new ArrayList<>());
        }
        for (CredentialKind kind : kinds) {
            for (String marker : kind.markers()) {
                int rarest = rarestPair(marker, gathered);
                gathered.get(pair(marker.charAt(rarest), marker.charAt(rarest + 1)))
                        .add(new Marker(marker, marker.charAt(0), rarest, kind));
            }
        }
        for (int pair = 0; pair < byPair.length; pair++) {
            byPair[pair] = gathered.get(pair).toArray(Marker[]::new);
        }
    }

    void visit(String text, CredentialKinds.Visitor visitor) {
        char previous = ASCII;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (previous < ASCII && c < ASCII) {
                for (Marker marker : byPair[pair(previous, c)]) {
                    int at = i - 1 - marker.offset;
                    if (at >= 0 && text.charAt(at) == marker.first && text.startsWith(marker.text, at)) {
                        visitor.marker(marker.kind, marker.text, at);
                    }
                }
            }
            previous = c;
        }
    }

    /** The pair of a marker that is met least often and has few markers already, so that little is compared. */
    private static int rarestPair(String marker, List<List<Marker>> gathered) {
        int rarest = 0;
        for (int i = 1; i + 1 < marker.length(); i++) {
            if (rarity(marker, i, gathered) > rarity(marker, rarest, gathered)) {
                rarest = i;
            }
        }
        return rarest;
    }

    private static int rarity(String marker, int at, List<List<Marker>> gathered) {
        char first = marker.charAt(at);
        char second = marker.charAt(at + 1);
        return rarity(first)
                + rarity(second)
                - CROWDED * gathered.get(pair(first, second)).size();
    }

    private static int rarity(char c) {
        int place = FREQUENT.indexOf(c);
        return place >= 0 ? place : c == '/' || c == '.' || c == '-' ? FREQUENT.length() : FREQUENT.length() + 8;
    }

    private static int pair(char first, char second) {
        return first * ASCII + second;
    }
}
