package io.reprise.server.recording;

import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.ids.AnswerIds;
import io.reprise.core.ids.RequestIds;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.plan.Occurrences.Asker;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.RecordingCache;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ids that clients got from recordings in this run. They are looked for when somebody asks, so that a replay costs
 * nothing; those of recordings that are no longer in memory are not found.
 */
public final class ReplayedIds {
    private final RecordingCache recordings;
    private final Occurrences occurrences;

    public ReplayedIds(RecordingCache recordings, Occurrences occurrences) {
        this.recordings = recordings;
        this.occurrences = occurrences;
    }

    /** The first id that this question carries and that an upstream may not know. */
    public Optional<String> firstIn(Question question) {
        List<String> carried = RequestIds.in(question.request());
        return Stream.of(question.test(), TestId.NONE)
                .distinct()
                .flatMap(test -> recordings.ofTest(test).stream())
                .filter(found -> occurrences.isOnlyReplayed(Asker.of(found.asked())))
                .flatMap(found -> firstOf(carried, found).stream())
                .findFirst();
    }

    private static Optional<String> firstOf(List<String> carried, FoundRecordings found) {
        ApiFamily family = found.asked().parsed().family();
        return found.entries().stream()
                .flatMap(entry ->
                        AnswerIds.firstOf(carried, entry.recording().exchange().response(), family).stream())
                .findFirst();
    }
}
