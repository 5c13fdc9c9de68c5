package io.reprise.cli.recording;

import io.reprise.core.family.ParsedExchange;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Timeline;
import io.reprise.core.view.ChunkTexts;
import java.util.List;

/** When each chunk is played. */
record PlayedTimes(Pace pace) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** In nanoseconds after the beginning. The messages of a conversation have recorded times only. */
    long[] nanos(ParsedExchange parsed, List<ChunkTexts.Said> chunks) {
        if (parsed.response().response().chunks().size() == chunks.size()) {
            return pace.schedule(Timeline.of(parsed), Occasion.ANY).toArray();
        }
        double factor = pace instanceof Pace.Recorded recorded ? recorded.factor() : Double.POSITIVE_INFINITY;
        return chunks.stream()
                .mapToLong(chunk -> Math.round(chunk.at() * NANOS_PER_MILLI / factor))
                .toArray();
    }
}
