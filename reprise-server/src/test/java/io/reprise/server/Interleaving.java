package io.reprise.server;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.plan.Sharing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What happens in one run of the model-based test, in order: what clients ask, what upstreams do, and what is done to server and store. Prints as
 * what it is.
 */
record Interleaving(long seed, Setting setting, List<Step> steps) {
    /** Of the server. */
    record Setting(
            Mode mode, boolean keepsErrors, boolean keepsCut, Sharing sharing, boolean asksPostsAgain, Repeat repeat) {}

    /** What is asked. */
    enum Asked {
        EVENTS("POST", "/v1/chat/completions", BodyKind.EVENTS),
        ANSWER("POST", "/v1/responses", BodyKind.JSON),
        LINES("POST", "/api/chat", BodyKind.LINES),
        SOUND("POST", "/v1/audio/speech", BodyKind.BYTES),
        POLL("GET", "/v1/batches/batch_1", BodyKind.STATE);

        private final String method;
        private final String path;
        private final BodyKind kind;

        Asked(String method, String path, BodyKind kind) {
            this.method = method;
            this.path = path;
            this.kind = kind;
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        BodyKind kind() {
            return kind;
        }

        String body() {
            return this == POLL ? "" : "{\"model\":\"m\",\"input\":\"" + name() + "\",\"stream\":true}";
        }
    }

    /** Kinds of answers. */
    enum BodyKind {
        EVENTS,
        LINES,
        JSON,
        BYTES,
        STATE;

        boolean isStream() {
            return this == EVENTS || this == LINES;
        }
    }

    /** What an upstream does with a request. */
    enum Deed {
        ANSWERS,
        ANSWERS_WITHOUT_LAST_CHUNK,
        ANSWERS_AND_STAYS,
        ENDS_EARLY,
        BREAKS_OFF,
        RESETS,
        SENDS_HALF_A_CHUNK,
        SENDS_A_WRONG_SIZE,
        PROMISES_TOO_MUCH,
        CLOSES,
        RESETS_AT_ONCE,
        IS_BAD_REQUEST,
        IS_UNAUTHORIZED,
        IS_LIMITED,
        FAILS
    }

    /**
     * @param state that a poll tells
     * @param gates whether the upstream waits before the head, and before each piece
     * @param padding of each piece, in bytes
     */
    record UpstreamPlan(Deed deed, int state, List<Boolean> gates, int padding) {
        boolean isGood() {
            return deed == Deed.ANSWERS || deed == Deed.ANSWERS_WITHOUT_LAST_CHUNK || deed == Deed.ANSWERS_AND_STAYS;
        }

        int status() {
            return switch (deed) {
                case IS_BAD_REQUEST -> 400;
                case IS_UNAUTHORIZED -> 401;
                case IS_LIMITED -> 429;
                case FAILS -> 500;
                default -> 200;
            };
        }
    }

    /** @param leaveAfter so many bytes of the body the client leaves; {@link #STAYS}, or {@link #AT_ONCE} */
    record Client(boolean isHttp2, int leaveAfter, boolean isSlow) {
        static final int STAYS = -1;

        /** It asks, resets its connection, and has read nothing. */
        static final int AT_ONCE = -2;
    }

    /** One thing that happens. */
    sealed interface Step {
        /** A client asks, and is not waited for. */
        record Ask(
                int number,
                Asked asked,
                String test,
                Optional<Mode> mode,
                int retry,
                String pace,
                Client client,
                UpstreamPlan upstream)
                implements Step {
            @Override
            public String toString() {
                return "ask " + number + " " + asked + " test='" + test + "' mode="
                        + mode.map(Mode::toString).orElse("-")
                        + (retry > 0 ? " retry=" + retry : "") + (pace.isEmpty() ? "" : " pace=" + pace) + " " + client
                        + " " + upstream;
            }
        }

        /** The upstream is asked by that request, or the request has come to its end, or somebody holds back a piece. */
        record AwaitCall(int number) implements Step {}

        /** So many pieces that upstreams or slow clients hold back go on. */
        record Go(int pieces) implements Step {}

        /** Everything goes on, and all requests come to their end. */
        record Settle() implements Step {}

        /** Begins a new run of a test. */
        record StartOver(String test) implements Step {}

        /** The server stops, while requests are under way, and another one starts. */
        record Restart() implements Step {}

        /** Somebody edits a recording, when nothing is under way. */
        record Edit(int which) implements Step {}

        /** Nothing can be written, or everything again. */
        record Disk(boolean isFull) implements Step {}
    }

    List<Step.Ask> asks() {
        return steps.stream()
                .filter(Step.Ask.class::isInstance)
                .map(Step.Ask.class::cast)
                .toList();
    }

    boolean has(Class<? extends Step> kind) {
        return steps.stream().anyMatch(kind::isInstance);
    }

    Interleaving with(List<Step> other) {
        return new Interleaving(seed, setting, List.copyOf(other));
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + setting + "\n"
                + steps.stream().map(step -> "  " + step).collect(Collectors.joining("\n"));
    }
}
