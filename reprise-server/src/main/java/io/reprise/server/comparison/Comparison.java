package io.reprise.server.comparison;

import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Compares recordings of one store: as it is now, as revisions of git have it, and tests of it. Blocks, in bounded time. */
public final class Comparison {
    /** For what somebody waits for who cannot end it. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private final Store store;
    private final KeyRules rules;
    private final CredentialMask mask;
    private final Duration atMost;

    /**
     * A recording, at one time.
     *
     * @param location or the beginning of a key
     * @param revision of git; empty for now
     */
    public record Place(String location, Optional<String> revision) {}

    /**
     * @param mask of all texts, before they are compared
     * @param atMost after that, a comparison of many is given up
     */
    public Comparison(Store store, KeyRules rules, CredentialMask mask, Duration atMost) {
        this.store = store;
        this.rules = rules;
        this.mask = mask;
        this.atMost = atMost;
    }

    /**
     * Compares two recordings.
     *
     * @throws NotFoundException if there is no such recording
     * @throws IllegalArgumentException if a revision is none, or the beginning of a key stands for several recordings
     */
    public RecordingDifference recordings(Place a, Place b) {
        return RecordingDifference.between(read(a), read(b), mask);
    }

    private Store.Entry read(Place place) {
        String location = new RecordingName(store, stepping()).location(place.location());
        if (place.revision().isEmpty()) {
            return store.at(location)
                    .orElseThrow(() -> new NotFoundException("there is no recording " + Quoted.of(location)));
        }
        String revision = place.revision().get();
        try (GitRevision git = new GitRevision(directory(), revision, atMost)) {
            if (!git.has(location)) {
                throw new NotFoundException(
                        "there is no recording " + Quoted.of(location) + " in revision " + Quoted.of(revision));
            }
            return LoadedRecording.of(git, location, rules);
        }
    }

    private Path directory() {
        if (store instanceof DirectoryStore directory) {
            return directory.root();
        }
        throw new IllegalArgumentException(
                "only a directory with recordings in Reprise's own form is compared with a revision of git");
    }

    /**
     * Compares all recordings of a revision with all of another one, or with those of now.
     *
     * @param most how many differences there are in full; of further ones there is the verdict
     */
    public SetDifference revisions(String a, Optional<String> b, int most) {
        Runnable step = stepping();
        try (RecordingSet before = new GitRevision(directory(), a, atMost);
                RecordingSet after = b.<RecordingSet>map(revision -> new GitRevision(directory(), revision, atMost))
                        .orElseGet(() -> new DirectorySet(directory()))) {
            return new SetComparison(rules, mask, most, broken -> {}).between(before, after, step);
        }
    }

    /**
     * Compares the recordings of two tests.
     *
     * @param most how many differences there are in full; of further ones there is the verdict
     * @throws NotFoundException if a test has no recordings
     */
    public SetDifference tests(TestId a, TestId b, int most) {
        if (a.equals(b)) {
            throw new IllegalArgumentException("the two tests are the same; name another one");
        }
        return new TestComparison(store, mask, most, stepping()).between(a, b);
    }

    private Runnable stepping() {
        long end = System.nanoTime() + atMost.toNanos();
        return () -> {
            if (System.nanoTime() > end) {
                throw new TookTooLongException("the comparison takes longer than " + atMost.toSeconds()
                        + " s and was given up; 'reprise diff' compares without a limit");
            }
        };
    }
}
