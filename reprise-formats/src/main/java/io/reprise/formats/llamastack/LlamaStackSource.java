package io.reprise.formats.llamastack;

import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.Found;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.response.NoAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One recording from each file that has an HTTP request behind it. */
final class LlamaStackSource implements Source {
    private final Path root;
    private final List<Path> files;

    LlamaStackSource(Path root, List<Path> files) {
        this.root = root;
        this.files = List.copyOf(files);
    }

    @Override
    public int files() {
        return files.size();
    }

    @Override
    public void forEach(Consumer<Found> visitor) {
        Conversion conversion = new Conversion();
        for (Path path : files) {
            read(path, conversion).ifPresent(visitor);
        }
        conversion.lists().forEach(visitor);
    }

    private Optional<Found> read(Path path, Conversion conversion) {
        String origin = SourceFiles.origin(root, path);
        try {
            return conversion.of(LlamaStackFile.parse(SourceFiles.text(root, path)), origin);
        } catch (NoAnswerException none) {
            return Optional.of(new Found.LeftOut(origin, String.valueOf(none.getMessage())));
        } catch (IllegalArgumentException | IOException broken) {
            return Optional.of(new Found.Unreadable(origin, "it cannot be read: " + FileFailures.unreadable(broken)));
        }
    }
}
