package io.reprise.formats.llamastack.index;

import io.reprise.core.exchange.TestId;
import io.reprise.formats.llamastack.file.TestDirectories;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of several files that answer the same question.
 *
 * @param remark tells people about the other files
 */
record Choice(LlamaStackIndex.Hit best, Optional<String> remark) {
    /**
     * The newest first. If a checkout gave all files the same time, the last by name, so that the order never changes.
     */
    static final Comparator<IndexedFile> NEWEST_FIRST = Comparator.comparing(
                    (IndexedFile file) -> file.stamp().modified())
            .thenComparing(IndexedFile::path)
            .reversed();

    /**
     * Files from the named upstream come first; if none is named, files from any configured upstream. Then come exactly
     * equal requests, then files beside the test, then files in the common directory, then the newest.
     *
     * @param hits at least one
     */
    static Choice of(List<LlamaStackIndex.Hit> hits, TestId test, Optional<String> upstream, Reading reading) {
        if (hits.size() == 1) {
            return new Choice(hits.get(0), Optional.empty());
        }
        TestDirectories directories = new TestDirectories(reading.root());
        Comparator<IndexedFile> isNamed =
                Comparator.comparingInt(file -> reading.hosts().distance(upstream, file.host()));
        Comparator<IndexedFile> isBeside =
                Comparator.comparing(file -> !file.path().startsWith(directories.of(test)));
        Comparator<IndexedFile> isCommon =
                Comparator.comparing(file -> !file.path().startsWith(directories.common()));
        Map<IndexedFile, Instant> times = new HashMap<>();
        hits.forEach(hit -> times.computeIfAbsent(hit.file(), file -> RecordingTime.of(file, reading)));
        Comparator<IndexedFile> isNewer = Comparator.comparing(times::get);
        List<LlamaStackIndex.Hit> sorted = hits.stream()
                .sorted(Comparator.comparing(LlamaStackIndex.Hit::file, isNamed)
                        .thenComparingInt(hit -> hit.way().rank())
                        .thenComparing(
                                LlamaStackIndex.Hit::file,
                                isBeside.thenComparing(isCommon)
                                        .thenComparing(isNewer.reversed())
                                        .thenComparing(NEWEST_FIRST)))
                .toList();
        return new Choice(sorted.get(0), remark(sorted, reading));
    }

    private static Optional<String> remark(List<LlamaStackIndex.Hit> sorted, Reading reading) {
        List<String> places = sorted.stream()
                .map(hit ->
                        hit.file().host() + " in " + reading.location(hit.file().path()))
                .toList();
        return Optional.of("this answer is from " + places.get(0) + "; the same question also has answers from "
                + String.join(", ", places.subList(1, places.size())));
    }
}
