package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cuts messages into frames of other sizes, which split letters. */
final class FrameSizes {
    /** After this many frames, messages are sent as they are. */
    private static final int MOST_FRAMES = 1_000_000;

    private final Recut recut;
    private final Random random;
    private int frames;

    FrameSizes(Recut recut) {
        this.recut = recut;
        this.random = new Random(recut.seed());
    }

    long gapNanos() {
        return recut.gapNanos();
    }

    /** At least one frame. */
    List<Bytes> cut(Bytes message) {
        List<Bytes> cut = new ArrayList<>();
        for (int at = 0; at < message.size(); frames++) {
            int most = recut.least() + random.nextInt(recut.most() - recut.least() + 1);
            int end = frames >= MOST_FRAMES ? message.size() : Math.min(message.size(), at + most);
            cut.add(message.slice(at, end));
            at = end;
        }
        return cut.isEmpty() ? List.of(message) : cut;
    }
}
