package io.reprise.core.store.directory;

import io.reprise.core.key.Question;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store.Broken;
import io.reprise.core.store.Store.Item;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.durable.FileVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of one {@link Series} in a directory, including broken ones. */
final class DirectorySeries {
    /** A file and its occurrence. */
    private record Numbered(int occurrence, int ofName, Item item) {
        int last() {
            return Math.max(occurrence, ofName);
        }
    }

    private final RecordingFiles files;
    private final Question question;
    private final String upstream;

    DirectorySeries(RecordingFiles files, Question question, String upstream) {
        this.files = files;
        this.question = question;
        this.upstream = upstream;
    }

    /** In the order of their occurrences. */
    List<Item> items() {
        return numbered(files.locate(question)).stream().map(Numbered::item).toList();
    }

    /** The largest occurrence of the question, of whatever upstream, by the content or by the names of the files; 0 if there is none. */
    int lastOccurrence() {
        Question ofAll = question.of(Optional.empty());
        DirectorySeries all = new DirectorySeries(files, ofAll, upstream);
        int last = 0;
        for (Map.Entry<Path, FileVersion> located :
                files.locate(ofAll, false).entrySet()) { // one at a time in memory: they may be large
            Optional<Numbered> numbered = all.read(located.getKey(), located.getValue());
            last = Math.max(last, numbered.map(Numbered::last).orElse(0));
        }
        return last;
    }

    private List<Numbered> numbered(Map<Path, FileVersion> located) {
        List<Numbered> found = new ArrayList<>();
        located.forEach((file, stamp) -> read(file, stamp).ifPresent(found::add));
        found.sort(Comparator.comparingInt(Numbered::occurrence)
                .thenComparingInt(Numbered::ofName)
                .thenComparing(numbered -> numbered.item().location()));
        return found;
    }

    private Optional<Numbered> read(Path file, FileVersion stamp) {
        int ofName = FileEntry.occurrenceOfName(file);
        try {
            return files.read(file, stamp)
                    .map(files::notePlace)
                    .filter(entry -> entry.hasKey(question.key()))
                    .filter(entry -> Series.includes(
                            question, upstream, entry.recording().upstream()))
                    .map(entry -> new Numbered(entry.recording().occurrence(), ofName, entry));
        } catch (StoreException unreadable) {
            String location = files.places().location(file);
            return isOfSeries(file)
                    ? Optional.of(new Numbered(ofName, ofName, new Broken(location, unreadable)))
                    : Optional.empty();
        }
    }

    /** The name of a broken file says its occurrence. */
    private boolean isOfSeries(Path file) {
        return !Series.isPerUpstream(question)
                || RecordingPaths.nameOf(file)
                        .filter(name -> name.slug().equals(RecordingPaths.slug(question.parsed(), upstream)))
                        .isPresent();
    }
}
