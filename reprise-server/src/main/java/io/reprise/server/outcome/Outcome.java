package io.reprise.server.outcome;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.key.Question;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What became of one request. There is one for each request; log, counts and metrics read it once.
 *
 * @param nanos from the first line of the request to the end of the answer
 */
public record Outcome(Verb verb, RequestSummary request, AnswerSummary answer, Cost cost, long nanos) {
    /** What was done. */
    public enum Verb {
        REPLAYED,
        RECORDED,
        /** Received the same answer as an identical request that was being recorded. */
        JOINED,
        /** Passed on, not kept. */
        FORWARDED,
        /** Answered with a fault on purpose. */
        FAULTED,
        MISSED,
        REFUSED,
        FAILED,
        /** Its client has left before the end of an answer that was replayed or passed on. */
        CLIENT_LEFT;

        /** As it is written in logs and reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Who asked what, as far as it was understood. */
    public record RequestSummary(String method, String path, Optional<Question> question, Optional<String> model) {
        /** A request that was refused before it was understood. */
        public static RequestSummary unread(String method, String path) {
            return new RequestSummary(method, path, Optional.empty(), Optional.empty());
        }
    }

    /**
     * What the client got.
     *
     * @param status 0 if there was no answer
     * @param fault what went wrong on purpose; empty for nothing
     * @param note what else a person should know, such as why an answer was not kept; may be empty
     * @param talk what was said where the request became a WebSocket
     */
    public record AnswerSummary(int status, int chunks, String fault, String note, Optional<Talk> talk) {
        public AnswerSummary(int status, int chunks, String fault, String note) {
            this(status, chunks, fault, note, Optional.empty());
        }

        public static AnswerSummary of(int status, int chunks, String note) {
            return new AnswerSummary(status, chunks, "", note);
        }
    }

    /**
     * The messages of a WebSocket.
     *
     * @param close the code of the close frame, 1005 for one without a code, 1006 if the connection broke
     */
    public record Talk(int fromClient, int toClient, int close) {}

    /**
     * What the answer cost, or saved.
     *
     * @param upstreamCalls how many upstreams were asked for this request
     * @param saved tokens that no upstream had to be paid for
     * @param call the one upstream that was asked; empty for none, for several, and for WebSockets
     */
    public record Cost(int upstreamCalls, Optional<TokenUsage> saved, Optional<UpstreamCall> call) {
        public static final Cost NONE = new Cost(0, Optional.empty(), Optional.empty());

        public static Cost calls(int upstreamCalls) {
            return upstreamCalls == 0 ? NONE : new Cost(upstreamCalls, Optional.empty(), Optional.empty());
        }

        public static Cost of(UpstreamCall call) {
            return new Cost(1, Optional.empty(), Optional.of(call));
        }

        public static Cost saving(Optional<TokenUsage> saved) {
            return saved.isEmpty() ? NONE : new Cost(0, saved, Optional.empty());
        }
    }

    /**
     * One question to an upstream. Times are those of {@link System#nanoTime}.
     *
     * @param upstream its name, or else its host
     * @param status 0 if no answer came
     * @param usage what it says that it counted; empty where it says nothing, or is not kept
     */
    public record UpstreamCall(
            String upstream, int status, Optional<TokenUsage> usage, long beganNanos, long endedNanos) {
        public long nanos() {
            return endedNanos - beganNanos;
        }
    }

    /** Whether its line tells nothing but what was asked, and numbers. */
    public boolean saysRequestOnly() {
        return verb == Verb.REPLAYED
                && answer.fault().isEmpty()
                && answer.note().isEmpty();
    }

    /**
     * The line for the log, such as {@code replayed POST /v1/chat/completions model=m test=t key=f5450b5c6f0c chunks=55 0.3ms}.
     *
     * @param mask of each text, before it is shortened
     */
    public String line(UnaryOperator<String> mask) {
        StringBuilder line = new StringBuilder(160);
        line.append(verb.label());
        line.append(' ')
                .append(printable(mask.apply(request.method())))
                .append(' ')
                .append(printable(mask.apply(request.path())));
        request.model().ifPresent(model -> line.append(" model=").append(printable(mask.apply(model))));
        request.question().ifPresent(question -> {
            if (!question.test().isNone()) {
                line.append(" test=")
                        .append(printable(mask.apply(question.test().name())));
            }
            line.append(" key=").append(question.key().brief());
        });
        if (!answer.fault().isEmpty()) {
            line.append(" fault=").append(quoted(mask.apply(answer.fault())));
        }
        if (answer.talk().isPresent()) {
            Talk talk = answer.talk().get();
            line.append(" messages=").append(talk.fromClient()).append('/').append(talk.toClient());
            line.append(" close=").append(talk.close());
        } else if (verb != Verb.REPLAYED && verb != Verb.RECORDED || answer.status() != 200) {
            line.append(" status=").append(answer.status());
        }
        if (answer.chunks() > 0) {
            line.append(" chunks=").append(answer.chunks());
        }
        line.append(' ').append(milliseconds(nanos)).append("ms");
        if (!answer.note().isEmpty()) {
            line.append(" (").append(printable(mask.apply(answer.note()))).append(')');
        }
        return line.toString();
    }

    /** Tenths of a millisecond, since that is what a replay takes. */
    private static String milliseconds(long nanos) {
        long tenths = Math.round(nanos / 100_000.0);
        return tenths / 10 + "." + tenths % 10;
    }

    /** In quotes, with a backslash before each quote and backslash of the text. */
    private static String quoted(String text) {
        return '"' + printable(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** One line stays one line, and a terminal is not told what to do, whatever a client sent. */
    private static String printable(String text) {
        String brief = text.length() > 300 ? text.substring(0, 300) + "…" : text;
        if (brief.chars().noneMatch(Character::isISOControl)) {
            return brief;
        }
        return brief.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
