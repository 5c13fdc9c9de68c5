package io.reprise.core.store.directory.name;

import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The places of recordings within a store.
 *
 * @param root absolute and normalized
 */
public record RecordingPaths(Path root) {

    /** The directory for answers to requests of this family. */
    public Path directory(ApiFamily family, TestId test) {
        String name = family.isModelList() ? TestDirectory.MODELS : TestDirectory.of(test);
        return name.isEmpty() ? root : root.resolve(name);
    }

    /**
     * The place of a recording.
     *
     * @param question that the recording answers
     * @param present its present place, or that of the recording that it replaces; the words of its name are kept,
     *     because people may have chosen them
     */
    public Path placeOf(Recording recording, Question question, Optional<Path> present) {
        String slug = present.flatMap(RecordingPaths::nameOf)
                .map(FileName::slug)
                .orElseGet(() -> ParsedConversation.of(question.parsed(), recording.exchange())
                        .map(conversation -> Slug.of(question.parsed().family(), conversation))
                        .orElseGet(() -> slug(question.parsed(), recording.upstream())));
        return directory(question.parsed().family(), recording.test())
                .resolve(FileName.of(slug, question.key(), recording.occurrence())
                        .text());
    }

    /** The words of the name that a recording gets. */
    public static String slug(ParsedRequest request, String upstream) {
        return request.family().isModelList() ? Slug.ofModelList(request.family(), upstream) : Slug.of(request);
    }

    /** Whether a file in which the question was recorded is found without having been read before. */
    public boolean tells(Path file, Question question) {
        return directory(question.parsed().family(), question.test()).equals(file.getParent())
                && nameOf(file)
                        .filter(name -> name.brief().equals(question.key().brief()))
                        .isPresent();
    }

    public static Optional<FileName> nameOf(Path file) {
        return FileName.parse(file.getFileName().toString());
    }

    /** The path within the store, for people. */
    public String location(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
