package io.reprise.server.catalogue;

import io.reprise.core.statistics.CountedRecording;
import io.reprise.core.statistics.CountedRecording.FileFacts;
import io.reprise.core.statistics.CountedRecording.Names;
import io.reprise.core.store.BrokenFacts;
import io.reprise.core.store.EnoughException;
import io.reprise.core.store.RecordingSummary;
import io.reprise.server.mcp.tool.KnownRecordings;
import io.reprise.server.outcome.UsedRecordings;
import io.reprise.server.reading.ReadingProgress;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The catalogue, as the tools of agents read it. */
public final class KnownItems implements KnownRecordings {
    /** Of the 20 s that an answer may take, for the reading of what has changed. What is not read by then is read while the client thinks. */
    private static final long READING_MS = TimeUnit.SECONDS.toMillis(5);

    /** Clients of the Model Context Protocol wait 60 s, and some less. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Catalogue catalogue;
    private final UsedRecordings used;

    public KnownItems(Catalogue catalogue, UsedRecordings used) {
        this.catalogue = catalogue;
        this.used = used;
    }

    @Override
    public ReadingProgress forEach(Consumer<Known> visitor, Consumer<BrokenFacts> broken) {
        long end = System.nanoTime() + LONGEST_NANOS;
        long[] visited = new long[1];
        try {
            return catalogue.visit(
                    item -> {
                        if (System.nanoTime() - end > 0) {
                            throw new EnoughException();
                        }
                        visited[0]++;
                        visitor.accept(known(item));
                    },
                    file -> broken.accept(file.facts()),
                    READING_MS);
        } catch (EnoughException enough) {
            ReadingProgress sofar = catalogue.progress();
            return new ReadingProgress(visited[0], sofar.found(), false);
        }
    }

    private Known known(Item item) {
        RecordingSummary summary = item.summary();
        return new Known(
                summary,
                ItemFacts.of(item, catalogue.store(), used),
                new CountedRecording(
                        new Names(
                                item.test().name(),
                                summary.asked().model(),
                                item.nature().family()),
                        new FileFacts(OptionalLong.empty(), item.at()),
                        summary.answered().usage(),
                        summary.answered().bytes(),
                        item.nature().firstToken() < 0
                                ? OptionalLong.empty()
                                : OptionalLong.of(item.nature().firstToken())));
    }
}
