package io.reprise.server;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.PaceRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a server is told at its start. */
public record ServerSettings(
        Listening listening, Mode mode, List<Upstream> upstreams, Keeping keeping, Replaying replaying) {
    public ServerSettings {
        upstreams = List.copyOf(upstreams);
        if (upstreams.isEmpty() && (mode == Mode.LIVE || mode == Mode.RECORD)) {
            throw new IllegalArgumentException(
                    "mode " + mode + " asks an upstream, and none is known; add --upstream URL");
        }
    }

    /**
     * Where and for whom to listen.
     *
     * @param port 0 takes a free one
     * @param token that every request must bring; empty for none
     * @param drain how long running answers may go on after a stop
     */
    public record Listening(String host, int port, Optional<String> token, Limits limits, Duration drain) {
        public Listening {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
            }
        }
    }

    /** Sizes in bytes, after which a request is refused with 413 or 431, or an answer is passed on but not kept. */
    public record Limits(long requestBody, int requestHead, long recording) {
        public static final Limits DEFAULT = new Limits(64L << 20, 64 << 10, 256L << 20);
    }

    /** What is kept that usually is not. */
    public record Keeping(boolean keepsErrors, boolean keepsCut) {
        public static final Keeping DEFAULT = new Keeping(false, false);
    }

    /** Which ids and times replays have; docs/fresh-ids.md says what that covers. */
    public enum Ids {
        RECORDED,
        /** Each replay has new ids and current times. */
        FRESH
    }

    /**
     * How recordings are given.
     *
     * @param cacheBytes the memory for recordings that were asked for lately
     */
    public record Replaying(Repeat repeat, Manners manners, Ids ids, long cacheBytes) {
        public static final Replaying DEFAULT =
                new Replaying(Repeat.LAST, Manners.of(Pace.INSTANT), Ids.RECORDED, 256L << 20);
    }

    /**
     * When chunks are sent, and what goes wrong.
     *
     * @param pace where neither a request nor a rule says one
     */
    public record Manners(Pace pace, List<PaceRule> paces, List<FaultRule> faults) {
        public Manners {
            paces = List.copyOf(paces);
            faults = List.copyOf(faults);
        }

        /** The same pace for all, and nothing goes wrong. */
        public static Manners of(Pace pace) {
            return new Manners(pace, List.of(), List.of());
        }
    }
}
