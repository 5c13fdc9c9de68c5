package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Finds what may be the same in many recordings, in the text of a recording's file (docs/format.md): strings of 32 KiB or more, such as pictures in Base64, and
 * bodies of that size without such a string. Text that is no such file has other large texts, or none; nothing fails.
 */
final class LargeTexts {
    static final int LEAST = 32 << 10;

    private static final Set<String> EXCHANGE = Set.of("\"request\"", "\"response\"");
    private static final Set<String> BODY = Set.of("\"body\"", "\"raw\"");

    private final Bytes text;
    private final List<Span> found = new ArrayList<>();
    private final Deque<Opened> open = new ArrayDeque<>();
    /** The last string, and the names of the members around the current place, in the two outer objects. */
    private Span string = new Span(0, 0);

    private Span outer = string;
    private Span inner = string;

    /** A part of the text, with its quotation marks or brackets. */
    record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }

    /** @param before how many were found before it */
    private record Opened(int from, boolean isBody, int before) {}

    private LargeTexts(Bytes text) {
        this.text = text;
    }

    /** In the order of the text; none overlaps another. */
    static List<Span> in(Bytes text) {
        return text.size() < LEAST ? List.of() : new LargeTexts(text).find();
    }

    private List<Span> find() {
        for (int at = 0; at < text.size(); at++) {
            switch (text.at(at)) {
                case '"' -> {
                    string = new Span(at, endOfString(at));
                    if (string.length() >= LEAST) {
                        found.add(string);
                    }
                    at = string.to() - 1;
                }
                case ':' -> name();
                case '{', '[' -> open.push(new Opened(at, isBody(), found.size()));
                case '}', ']' -> close(at + 1);
                default -> {}
            }
        }
        return found;
    }

    private int endOfString(int from) {
        int at = from + 1;
        while (at < text.size() && text.at(at) != '"') {
            at += text.at(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.size(), at + 1);
    }

    private void name() {
        if (open.size() == 1) {
            outer = string;
        } else if (open.size() == 2) {
            inner = string;
        }
    }

    private boolean isBody() {
        return open.size() == 2 && EXCHANGE.contains(text(outer)) && BODY.contains(text(inner));
    }

    private String text(Span span) {
        return span.length() > 16 ? "" : text.latin1(span.from(), span.to());
    }

    private void close(int end) {
        Opened opened = open.poll();
        if (opened != null && opened.isBody() && end - opened.from() >= LEAST && found.size() == opened.before()) {
            found.add(new Span(opened.from(), end));
        }
    }
}
