package io.reprise.cli.transfer;

import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.FormatException;
import java.util.HashMap;
import java.util.Map;

/** Writes what was found in one format in another. Of what was written it remembers only how many answers each question has. */
final class Converter {
    private final Exporter exporter;
    private final Map<Series, Integer> given = new HashMap<>();

    /** The result for one thing that was found. */
    sealed interface Result {
        record Written(Exported exported) implements Result {}

        /** It was not converted, because of its content. */
        record LeftOut(String reason) implements Result {}

        /** It could not be read or written. */
        record Failed(String reason) implements Result {}
    }

    /** An answer that no store has. */
    private record Unstored(String location, Recording recording, Question question) implements Store.Entry {}

    Converter(Exporter exporter) {
        this.exporter = exporter;
    }

    Result convert(FoundAnswer answer) {
        if (answer instanceof FoundAnswer.LeftOut left) {
            return new Result.LeftOut(left.reason());
        }
        if (answer instanceof FoundAnswer.Failed failed) {
            return new Result.Failed(failed.reason());
        }
        FoundAnswer.Clean clean = (FoundAnswer.Clean) answer;
        int occurrence = given.merge(Series.of(clean.question(), clean.upstream()), 1, Integer::sum);
        if (occurrence > 1 && Series.isPerUpstream(clean.question())) {
            return new Result.LeftOut("another list of this upstream's models was converted before it");
        }
        Recording recording =
                new Recording(clean.question().test(), clean.upstream(), occurrence, clean.exchange(), clean.day());
        try {
            return new Result.Written(exporter.write(new Unstored(clean.origin(), recording, clean.question())));
        } catch (FormatException failed) {
            return new Result.Failed(String.valueOf(failed.getMessage()));
        }
    }
}
