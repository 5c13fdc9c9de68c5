package io.reprise.server.lookup;

import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.reprise.core.replay.pace.Timeline;
import org.jspecify.annotations.Nullable;

/** The due times of one recording, for all its replays. What is the same each time is computed once. */
final class CachedSchedule {
    private record Computed(Pace pace, Schedule schedule) {}

    private final Timeline timeline;
    /** The latest schedule that can be used again. */
    private volatile @Nullable Computed computed;

    CachedSchedule(Timeline timeline) {
        this.timeline = timeline;
    }

    Schedule of(Pace pace, Occasion occasion) {
        Computed latest = computed;
        if (latest != null && latest.pace().equals(pace)) {
            return latest.schedule();
        }
        Schedule schedule = pace.schedule(timeline, occasion);
        if (pace.isSameEachTime()) {
            computed = new Computed(pace, schedule);
        }
        return schedule;
    }
}
