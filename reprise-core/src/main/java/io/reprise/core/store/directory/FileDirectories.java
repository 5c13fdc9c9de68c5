package io.reprise.core.store.directory;

import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.VersionDirectories;
import io.reprise.core.store.directory.name.FileName;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The directories of the files that matter for a question: of those that answer it, and of those that may from now on. */
final class FileDirectories implements VersionDirectories {
    private final RecordingFiles files;
    private final WatchableFiles watchable;

    FileDirectories(RecordingFiles files) {
        this.files = files;
        this.watchable = new WatchableFiles(files.places().root());
    }

    @Override
    public Path root() {
        return files.places().root();
    }

    @Override
    public Optional<Set<Path>> of(Store.Version version) {
        FilesVersion known = (FilesVersion) version;
        Question question = known.question();
        RecordingDirectory directory = files.directory(question);
        Set<String> names = new LinkedHashSet<>(directory.named(question.key().brief(), false));
        if (known.files().isEmpty()) {
            AnswerNames.first(question).map(FileName::text).ifPresent(names::add);
            names.addAll(AnswerNames.present(question, directory.path()));
        }
        Set<Path> all = new LinkedHashSet<>(known.files().keySet());
        names.forEach(name -> all.add(directory.path().resolve(name)));
        all.addAll(files.strays(question.key()));
        List.copyOf(all)
                .forEach(
                        file -> AnswerNames.next(file).map(file::resolveSibling).ifPresent(all::add));
        all.addAll(known.bodies().keySet());
        return watchable.directories(directory.path(), all);
    }

    @Override
    public long learned() {
        return files.learned();
    }
}
