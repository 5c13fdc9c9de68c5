package io.reprise.core.key;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Writes equal JSON values as equal texts and different ones as different texts, at any depth, as docs/key.md
 * specifies.
 */
final class CanonicalJson {
    private static final Comparator<Json.Member> BY_NAME = Comparator.comparing(Json.Member::name);

    /** The approximate length of each piece, in characters, so that a large request is never one string. */
    private static final int PIECE = 8_192;

    /** An array or object that has been begun. */
    private record Open(Iterator<?> rest, char end) {}

    private final StringBuilder out = new StringBuilder(512);
    private final Deque<Open> stack = new ArrayDeque<>();
    private final Pieces pieces;

    /** Where a canonical text goes, piece by piece. A piece is valid only until the method returns. */
    interface Pieces {
        void add(CharSequence piece);

        /** A piece that is in ASCII, and of which the bytes are known already. */
        default void addAscii(Bytes piece) {
            add(piece.latin1());
        }
    }

    private CanonicalJson(Pieces pieces) {
        this.pieces = pieces;
    }

    /** Passes the canonical text of {@code value} on in pieces that do not split a character. */
    static void write(Json value, Pieces pieces) {
        CanonicalJson writing = new CanonicalJson(pieces);
        writing.write(value);
        pieces.add(writing.out);
    }

    private void write(Json value) {
        boolean isFirst = begin(value);
        while (!stack.isEmpty()) {
            handOn();
            Open open = stack.element();
            if (!open.rest.hasNext()) {
                stack.pop();
                out.append(open.end);
                isFirst = false;
                continue;
            }
            if (!isFirst) {
                out.append(',');
            }
            Object next = open.rest.next();
            Json inner;
            if (next instanceof Json.Member member) {
                quote(member.name());
                out.append(':');
                inner = member.value();
            } else {
                inner = (Json) next;
            }
            isFirst = begin(inner);
        }
    }

    private void handOn() {
        if (out.length() >= PIECE) {
            handOnAll();
        }
    }

    private void handOnAll() {
        if (!out.isEmpty()) {
            pieces.add(out);
            out.setLength(0);
        }
    }

    /** Whether what follows is the first of its array or object. */
    private boolean begin(Json value) {
        if (value instanceof Json.JsonObject object) {
            out.append('{');
            stack.push(new Open(sorted(object.members()).iterator(), '}'));
            return true;
        }
        if (value instanceof Json.JsonArray array) {
            out.append('[');
            stack.push(new Open(array.items().iterator(), ']'));
            return true;
        }
        if (value instanceof Json.JsonString string) {
            quote(string.value());
        } else if (value instanceof Json.JsonNumber number) {
            Decimal.of(number.spelling()).write(out);
        } else if (value instanceof Json.JsonBoolean bool) {
            out.append(bool.value());
        } else {
            out.append("null");
        }
        return false;
    }

    private void quote(String text) {
        if (text.length() <= PIECE) {
            Json.quote(text, out);
            return;
        }
        out.append('"');
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + PIECE);
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            handOn();
            addToString(text.substring(from, to));
            from = to;
        }
        out.append('"');
    }

    private void addToString(String piece) {
        Bytes bytes = Bytes.utf8(piece); // of half a character, a question mark
        if (bytes.endOfPlain(0, bytes.size()) == bytes.size() && bytes.latin1().equals(piece)) {
            handOnAll();
            pieces.addAscii(bytes);
        } else {
            StringBuilder quoted = new StringBuilder(PIECE + 2);
            Json.quote(piece, quoted);
            out.append(quoted, 1, quoted.length() - 1);
        }
    }

    /**
     * By UTF-16 code units (RFC 8785, 3.2.3); members of the same name stay in their order.
     *
     * @return {@code members} itself where they are in order
     */
    static List<Json.Member> sorted(List<Json.Member> members) {
        if (isInOrder(members)) {
            return members;
        }
        List<Json.Member> sorted = new ArrayList<>(members);
        sorted.sort(BY_NAME);
        return sorted;
    }

    private static boolean isInOrder(List<Json.Member> members) {
        for (int i = 1; i < members.size(); i++) {
            if (BY_NAME.compare(members.get(i - 1), members.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }
}
