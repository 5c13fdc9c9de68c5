package io.reprise.server;

import io.reprise.core.pace.Occasion;
import io.reprise.core.pace.Pace;
import io.reprise.core.pace.Schedule;
import io.reprise.core.pace.Timeline;
import org.jspecify.annotations.Nullable;

/** The due times of one recording, for all its replays. What is the same each time is computed once. */
final class CachedSchedule {
    private record FoundRecordings(Pace pace, Schedule schedule) {}

    private final Timeline timeline;
    /** The latest schedule that can be used again. */
    private volatile @Nullable FoundRecordings known;

    CachedSchedule(Timeline timeline) {
        this.timeline = timeline;
    }

    Schedule schedule(Pace pace, Occasion occasion) {
        FoundRecordings latest = known;
        if (latest != null && latest.pace().equals(pace)) {
            return latest.schedule();
        }
        Schedule schedule = pace.schedule(timeline, occasion);
        if (pace.isSameEachTime()) {
            known = new FoundRecordings(pace, schedule);
        }
        return schedule;
    }
}
