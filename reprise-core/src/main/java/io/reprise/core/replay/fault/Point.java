package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a response. A place beyond the end means the end. */
sealed interface Point {
    /** Before the head, so that the client gets nothing. */
    record Start() implements Point {
        @Override
        public boolean isBeforeHead() {
            return true;
        }

        @Override
        public long offset(Response response) {
            return 0;
        }
    }

    /** After that many chunks; 0 means after the head. */
    record AfterChunks(int chunks) implements Point {
        @Override
        public long offset(Response response) {
            return response.chunks().stream()
                    .limit(chunks)
                    .mapToLong(chunk -> chunk.bytes().size())
                    .sum();
        }
    }

    /** After that many bytes of the body. */
    record AfterBytes(long bytes) implements Point {
        @Override
        public long offset(Response response) {
            return Math.min(bytes, END.offset(response));
        }
    }

    /** After that part of the body's bytes, from 0 to 1. */
    record AfterPart(double part) implements Point {
        @Override
        public long offset(Response response) {
            return Math.round(part * END.offset(response));
        }
    }

    Point END = new AfterChunks(Integer.MAX_VALUE);

    /** How many bytes of the body of {@code response} are before this place. */
    long offset(Response response);

    /** Whether not even the head is before this place. */
    default boolean isBeforeHead() {
        return false;
    }

    String FORM = "start, a number of chunks such as 3, a number of bytes such as 120b, or a part such as 50%";

    Pattern AMOUNT = Pattern.compile("(\\d{1,9})(b|%)?");

    /**
     * The place that is written so.
     *
     * @throws IllegalArgumentException for any other text; the message is the rest of a sentence
     */
    static Point parse(String text) {
        if (text.equals("start")) {
            return new Start();
        }
        if (text.equals("head")) {
            return new AfterChunks(0);
        }
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            throw new IllegalArgumentException(Quoted.of(text) + " is not a place in a response; write " + FORM);
        }
        int number = Integer.parseInt(amount.group(1));
        String unit = amount.group(2) == null ? "" : amount.group(2);
        return switch (unit) {
            case "b" -> new AfterBytes(number);
            case "%" -> new AfterPart(Math.min(100, number) / 100.0);
            default -> new AfterChunks(number);
        };
    }
}
