package io.reprise.cli.comparison;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.cli.recording.BrokenRecordings;
import io.reprise.cli.recording.RecordingSearch;
import io.reprise.cli.recording.ShownRecording;
import io.reprise.cli.verify.CallPlan;
import io.reprise.cli.verify.CallPlanning;
import io.reprise.config.Configuration;
import io.reprise.core.filter.Filter;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.Store;
import io.reprise.server.reading.SharedReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses the recordings that {@code reprise verify} asks for. */
final class VerifySelection {
    private final ProcessEnvironment process;
    private final Configuration configuration;
    private final CallPlanning planning;
    private final Predicate<Store.Entry> isWanted;
    private boolean isAnyBroken;

    VerifySelection(ProcessEnvironment process, Configuration configuration, Filter filter) {
        Instant now = Instant.now();
        this.process = process;
        this.configuration = configuration;
        this.planning = new CallPlanning(configuration.upstreams(), configuration.prices(), now);
        this.isWanted = entry -> filter.accepts(new RecordingFacts(entry), now);
    }

    /** Whether a recording that may have been meant is broken. */
    synchronized boolean isAnyBroken() {
        return isAnyBroken;
    }

    /** Those that a user names, as far as the filter accepts them. */
    CallPlan named(List<String> names, int repeat) {
        RecordingSearch search = new RecordingSearch(process, configuration);
        for (String name : names) {
            List<ShownRecording> found = search.find(name);
            if (found.isEmpty()) {
                search.one(name, Optional.empty()); // says that there is none
            }
            found.stream()
                    .map(ShownRecording::entry)
                    .filter(isWanted)
                    .forEach(entry -> planning.add(entry, () -> Optional.of(entry)));
        }
        isAnyBroken |= search.isAnyBroken();
        return planning.plan(repeat);
    }

    /** All of a store that the filter accepts. */
    CallPlan all(Store store, int repeat) {
        BrokenRecordings broken = new BrokenRecordings();
        try (ProgressBar progress = new ProgressBar(process, "reading", new SharedReading(store)::count)) {
            new SharedReading(store)
                    .forEach(
                            entry -> {
                                progress.step();
                                if (isWanted.test(entry)) {
                                    String location = entry.location();
                                    planning.add(entry, () -> store.at(location));
                                }
                            },
                            unreadable -> {
                                synchronized (this) {
                                    isAnyBroken = true;
                                }
                                broken.add(unreadable);
                            });
        }
        broken.sayTo(process);
        return planning.plan(repeat);
    }
}
