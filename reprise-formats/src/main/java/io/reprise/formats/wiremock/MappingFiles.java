package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.formats.ExportedFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of mappings under one directory. */
final class MappingFiles implements AutoCloseable {
    private static final String SUFFIX = ".json";

    private final Path target;
    private final ExportedFiles files;
    /** The names that this run has taken in each directory. */
    private final Map<String, Set<String>> taken = new HashMap<>();

    MappingFiles(Path target) {
        this.target = target.toAbsolutePath().normalize();
        this.files = new ExportedFiles(target);
    }

    /** The path of a file that this run has not written yet. */
    String free(String directory, String name) {
        Set<String> names = taken.computeIfAbsent(directory, any -> new HashSet<>());
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = name.substring(0, name.length() - SUFFIX.length()) + "-" + number + SUFFIX;
        }
        return directory + "/" + free;
    }

    Optional<Json> present(String location) {
        return files.present(location).flatMap(Bytes::decode).flatMap(Json::tryParse);
    }

    void write(String location, Bytes content) {
        files.write(location, content);
    }

    /** Deletes what an earlier run has written beside what this run has written, and this run has not: no recording is there any more. */
    void deleteOthers() {
        taken.forEach((directory, names) -> names(directory).stream()
                .filter(name -> name.endsWith(SUFFIX) && !names.contains(name))
                .map(name -> directory + "/" + name)
                .filter(location -> present(location).flatMap(OwnMetadata::in).isPresent())
                .forEach(files::delete));
    }

    private List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(target.resolve(directory))) {
            all.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (IOException | DirectoryIteratorException unlisted) {
            return List.of(); // what is not seen is not deleted
        }
        return names;
    }

    @Override
    public void close() {
        files.close();
    }
}
