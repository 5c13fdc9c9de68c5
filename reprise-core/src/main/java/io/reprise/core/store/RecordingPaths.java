package io.reprise.core.store;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Key;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where recordings lie within a store.
 *
 * @param root absolute and normalized
 */
record RecordingPaths(Path root) {

    /** The directory for answers to this request. */
    Path directory(Request request, TestId test) {
        String name = ApiFamilies.of(request).isModelList() ? TestDirectory.MODELS : TestDirectory.of(test);
        return name.isEmpty() ? root : root.resolve(name);
    }

    /**
     * Where a recording belongs.
     *
     * @param key of the recording
     * @param present where it is, or where the one is that it replaces: the words of its name are kept, since people may
     *     have chosen them
     */
    Path placeOf(Recording recording, Key key, Optional<Path> present) {
        Request request = recording.exchange().request();
        String slug = present.flatMap(RecordingPaths::nameOf)
                .map(FileName::slug)
                .orElseGet(() -> slug(request, ApiFamilies.of(request), recording.upstream()));
        return directory(request, recording.test())
                .resolve(FileName.of(slug, key, recording.occurrence()).text());
    }

    private static String slug(Request request, ApiFamily family, String upstream) {
        return family.isModelList() ? Slug.ofModelList(family, upstream) : Slug.of(request, family);
    }

    /** Whether a recording with this key is found without having been read before. */
    boolean tells(Path file, Recording recording, Key key) {
        return directory(recording.exchange().request(), recording.test()).equals(file.getParent())
                && nameOf(file).filter(name -> name.brief().equals(key.brief())).isPresent();
    }

    static Optional<FileName> nameOf(Path file) {
        return FileName.parse(file.getFileName().toString());
    }

    /** Every file of a store has a parent, which is the store or within it. */
    static Path parentOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file outside of the store");
    }

    /** The path within the store, for people. */
    String location(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
