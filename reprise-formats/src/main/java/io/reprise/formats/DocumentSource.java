package io.reprise.formats;

import io.reprise.core.store.OrderedWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The files of all formats that are told by content. Each is read and parsed once, by several threads; what is in them is visited in the order
 * of their paths. Each file gives something: a file of no format is left out, and a broken one is named.
 */
final class DocumentSource implements Source {
    /** Larger files are read alone, so that there are never many of them in memory. In bytes. */
    private static final long LARGE = 4 << 20;

    private final Path root;
    private final List<DocumentFormat> formats;
    private final List<Path> files;
    /** Whether a user has named this file, so that its content alone counts. */
    private final boolean isAlone;

    /** @param others formats that have files of their own there, which are left to them */
    DocumentSource(Path root, List<DocumentFormat> formats, List<Format> others) {
        this.root = root;
        this.formats = List.copyOf(formats);
        this.isAlone = Files.isRegularFile(root) && others.isEmpty();
        this.files = SourceFiles.under(
                root,
                file -> (isAlone || isNamed(file)) && others.stream().noneMatch(format -> format.claims(root, file)));
    }

    private boolean isNamed(Path file) {
        String name = Document.plainName(file);
        return formats.stream().anyMatch(format -> format.isNamed(name));
    }

    @Override
    public int files() {
        return files.size();
    }

    @Override
    public void forEach(Consumer<Found> visitor) {
        OrderedWork work = new OrderedWork(ForkJoinPool.commonPool());
        for (Path file : files) {
            if (isLarge(file)) {
                work.finish();
                found(file).forEach(visitor);
            } else {
                work.add(() -> {
                    List<Found> found = found(file);
                    return () -> found.forEach(visitor);
                });
            }
        }
        work.finish();
    }

    private static boolean isLarge(Path file) {
        try {
            return Files.size(file) > LARGE;
        } catch (IOException unreadable) {
            return false; // reading it says why
        }
    }

    private List<Found> found(Path file) {
        String origin = SourceFiles.origin(root, file);
        try {
            return read(Document.read(root, file));
        } catch (DocumentException broken) {
            return List.of(new Found.Unreadable(origin, String.valueOf(broken.getMessage())));
        }
    }

    private List<Found> read(Document document) {
        for (DocumentFormat format : formats) {
            Optional<List<Found>> found =
                    isAlone || format.isNamed(document.name()) ? format.read(document) : Optional.empty();
            if (found.isPresent()) {
                return found.get().isEmpty()
                        ? List.of(new Found.LeftOut(document.origin(), "it has no recordings"))
                        : found.get();
            }
        }
        return List.of(ofNone(document));
    }

    private Found ofNone(Document document) {
        Optional<String> problem = document.name().endsWith(".json") ? document.jsonProblem() : Optional.empty();
        if (problem.isPresent()) {
            return new Found.Unreadable(document.origin(), problem.get());
        }
        boolean isOurs = document.name().endsWith(".json")
                && document.json().flatMap(json -> json.get("reprise")).isPresent();
        if (isOurs) {
            return new Found.LeftOut(
                    document.origin(), "it is a recording of Reprise itself, which 'reprise sync' copies");
        }
        return isAlone
                ? new Found.Unreadable(
                        document.origin(), "it is in no format that Reprise knows; 'reprise import --help' lists them")
                : new Found.LeftOut(document.origin(), "it is in none of the formats " + names());
    }

    private String names() {
        return formats.stream().map(Format::name).collect(Collectors.joining(", "));
    }
}
