package io.reprise.core.store.directory;

import io.reprise.core.key.Question;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.directory.name.Slug;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names that this program gives to the answers of a question. Those of model lists depend on the upstream, and are not known. */
final class AnswerNames {
    private AnswerNames() {}

    /** Those of which there are files. */
    static List<String> present(Question question, Path directory) {
        List<String> names = new ArrayList<>();
        Optional<FileName> name = first(question);
        while (name.isPresent() && directory.resolve(name.get().text()).toFile().exists()) {
            names.add(name.get().text());
            name = name.map(FileName::next);
        }
        return names;
    }

    static Optional<FileName> first(Question question) {
        return question.parsed().family().isModelList()
                ? Optional.empty()
                : Optional.of(FileName.of(Slug.of(question.parsed()), question.key(), 1));
    }

    /** The name of the next occurrence. */
    static Optional<String> next(Path file) {
        return RecordingPaths.nameOf(file).map(FileName::next).map(FileName::text);
    }
}
