package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.store.directory.name.TestDirectory;
import io.reprise.formats.ExportedFiles;
import io.reprise.formats.FoldedName;
import io.reprise.formats.FormatException;
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
    private static final String OF_NO_TEST = "no-test";

    private final Path target;
    private final ExportedFiles files;
    private final Map<TestId, Root> roots = new HashMap<>();
    /** The directories of tests, as file systems compare them that ignore case. */
    private final Set<String> directories = new HashSet<>();

    /**
     * What this run has written for a test.
     *
     * @param directory relative to the target
     * @param names of files, by what they are where case is ignored
     */
    private record Root(TestId test, String directory, Map<String, String> names) {
        private String mappings() {
            return directory + "/" + WireMockFormat.MAPPINGS;
        }
    }

    MappingFiles(Path target) {
        this.target = target.toAbsolutePath().normalize();
        this.files = new ExportedFiles(target);
    }

    /** The path of a file that this run has not written yet. */
    String free(TestId test, String name) {
        Root root = root(test);
        String free = name;
        for (int number = 2; root.names().putIfAbsent(FoldedName.of(free), free) != null; number++) {
            free = name.substring(0, name.length() - SUFFIX.length()) + "-" + number + SUFFIX;
        }
        return root.mappings() + "/" + free;
    }

    /** Whether the root directory of a test has the name that follows from its id: no other test has it. */
    boolean isNamedAfter(TestId test) {
        return root(test).directory().equals(usual(test));
    }

    private Root root(TestId test) {
        return roots.computeIfAbsent(test, any -> {
            String directory = usual(test);
            for (int number = 2; !directories.add(FoldedName.of(directory)); number++) {
                directory = usual(test) + "-" + number;
            }
            return new Root(test, directory, new HashMap<>());
        });
    }

    private static String usual(TestId test) {
        String directory = TestDirectory.of(test);
        return directory.isEmpty() ? OF_NO_TEST : directory;
    }

    Optional<Json> present(String location) {
        return files.present(location).flatMap(Bytes::decode).flatMap(Json::tryParse);
    }

    /**
     * What an earlier export has written; empty if there is nothing.
     *
     * @throws FormatException if somebody else has written it
     */
    Optional<Json> earlier(String location) {
        Optional<Json> mapping = present(location);
        boolean isForeign = mapping.flatMap(OwnMetadata::in).isEmpty()
                && !files.present(location).orElse(Bytes.EMPTY).isEmpty();
        if (isForeign) {
            throw new FormatException("'" + location + "' " + ExportedFiles.FOREIGN, null);
        }
        return mapping;
    }

    void write(String location, Bytes content) {
        files.write(location, content);
    }

    /**
     * Deletes what an earlier run has written for the tests of this run, and this run has not: no recording is there any more. What belongs to
     * another test stays: it may be in the same directory where case is ignored.
     */
    void deleteOthers() {
        roots.values()
                .forEach(root -> names(root.mappings()).stream()
                        .filter(name -> name.endsWith(SUFFIX) && !isWritten(root, name))
                        .map(name -> root.mappings() + "/" + name)
                        .filter(location -> present(location)
                                .flatMap(OwnMetadata::in)
                                .filter(own -> own.test().equals(root.test()))
                                .isPresent())
                        .forEach(files::delete));
    }

    /** A directory may list a file in the case that an earlier one had. */
    private boolean isWritten(Root root, String name) {
        String written = root.names().getOrDefault(FoldedName.of(name), "");
        Path directory = target.resolve(root.mappings());
        try {
            return written.equals(name)
                    || !written.isEmpty() && Files.isSameFile(directory.resolve(name), directory.resolve(written));
        } catch (IOException unknown) {
            return true;
        }
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
