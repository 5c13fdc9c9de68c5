package io.reprise.formats;

import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The formats that a program supports. Several may recognize the same directory, each its own files. */
public record Formats(List<Format> all) {
    public Formats {
        all = List.copyOf(all);
    }

    /**
     * The formats on the class path: {@link ServiceLoader} finds what the jars name in {@code
     * META-INF/services/io.reprise.formats.Format}.
     */
    public static Formats installed() {
        return new Formats(ServiceLoader.load(Format.class, Format.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /**
     * Everything that the formats find at {@code path}: one format after the other, and then the files that are told by their content.
     *
     * @throws FormatException if none recognises it
     */
    public Source open(Path path) {
        List<Format> others = all.stream()
                .filter(format -> !(format instanceof DocumentFormat) && format.recognises(path))
                .toList();
        List<Source> sources = new ArrayList<>();
        others.forEach(format -> sources.add(format.open(path)));
        Source documents = new DocumentSource(path, documentFormats(), others);
        if (documents.files() > 0) {
            sources.add(documents);
        }
        if (sources.isEmpty()) {
            throw new FormatException(
                    "there are no recordings in a known format in '" + path + "'; the formats are " + names(), null);
        }
        return new Joined(sources);
    }

    private List<DocumentFormat> documentFormats() {
        return all.stream()
                .filter(DocumentFormat.class::isInstance)
                .map(DocumentFormat.class::cast)
                .toList();
    }

    /** The store for the files in {@code directory}; empty if no format recognizes them as a store. */
    public Optional<Store> store(Path directory, Format.InPlace inPlace) {
        return Files.isDirectory(directory)
                ? all.stream()
                        .flatMap(format -> format.store(directory, inPlace).stream())
                        .findFirst()
                : Optional.empty();
    }

    /** The check of other tools' recordings in {@code directory}; empty if there are none. */
    public Optional<Lint> lint(Path directory, Redaction redaction) {
        return all.stream()
                .flatMap(format -> format.lint(directory, redaction).stream())
                .findFirst();
    }

    /** What masks credentials in other tools' recordings in {@code directory}; empty if there are none. */
    public Optional<Scrub> scrub(Path directory, Redaction redaction, ScrubStep.Extent extent) {
        return all.stream()
                .flatMap(format -> format.scrub(directory, redaction, extent).stream())
                .findFirst();
    }

    /** @throws IllegalArgumentException if there is none of that name; the message lists the names */
    public Format named(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + name + "' is not a format; the formats are " + names()));
    }

    /**
     * A format that can be written.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists those that can be written
     */
    public Format exported(String name) {
        Optional<Format> found = find(name);
        if (found.filter(Format::isExported).isPresent()) {
            return found.get();
        }
        String wrong = found.isPresent() ? "' can be imported, but not exported" : "' is not a format";
        List<String> names = exportedNames();
        throw new IllegalArgumentException("'" + name + wrong + "; "
                + (names.size() == 1 ? "the format that can be exported is " : "the formats that can be exported are ")
                + String.join(", ", names));
    }

    private Optional<Format> find(String name) {
        return all.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /** The names of all, as people read them. */
    public String names() {
        return all.stream().map(Format::name).collect(Collectors.joining(", "));
    }

    /** The names of those that can be written. */
    public List<String> exportedNames() {
        return all.stream().filter(Format::isExported).map(Format::name).toList();
    }

    private record Joined(List<Source> sources) implements Source {
        private Joined {
            sources = List.copyOf(sources);
        }

        @Override
        public int files() {
            return sources.stream().mapToInt(Source::files).sum();
        }

        @Override
        public void forEach(Consumer<Found> visitor) {
            sources.forEach(source -> source.forEach(visitor));
        }
    }
}
