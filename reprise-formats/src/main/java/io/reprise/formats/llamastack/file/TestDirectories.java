package io.reprise.formats.llamastack.file;

import io.reprise.core.exchange.TestId;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where llama-stack keeps the recordings of a test: in {@code recordings/} beside the file that the test id names, and
 * in one common directory for what belongs to no test. The tree's root may be any directory above or on that way.
 */
public record TestDirectories(Path root) {
    /** From the root of llama-stack's repository; the newest first. */
    private static final List<Path> COMMON =
            List.of(Path.of("tests/integration/common"), Path.of("tests/integration"), Path.of(""));

    /** Where recordings of that test belong; it need not exist. */
    public Path of(TestId test) {
        return beside(test).orElseGet(this::common);
    }

    /** The directory beside the test's file; empty if the id names no file, or one outside the tree. */
    Optional<Path> beside(TestId test) {
        int end = test.name().indexOf("::");
        if (end < 0) {
            return Optional.empty();
        }
        try {
            Path directory = Path.of(test.name().substring(0, end)).getParent();
            return directory == null ? Optional.of(withRecordings(Path.of(""))) : within(directory);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** The directory for what belongs to no test: of those that llama-stack has used the newest that is there. */
    public Path common() {
        Path fallback = withRecordings(Path.of(""));
        for (Path candidate : COMMON) {
            Optional<Path> place = within(candidate);
            if (place.isPresent() && (Files.isDirectory(place.get()) || isRoot(candidate))) {
                return place.get();
            }
        }
        return fallback;
    }

    /** Whether the root is where the common directory's own parent is expected, so that it may be made there. */
    private boolean isRoot(Path candidate) {
        Path parent = candidate.getParent();
        return parent != null
                && within(parent)
                        .map(Path::getParent)
                        .filter(Files::isDirectory)
                        .isPresent();
    }

    /** {@code directory}, given from the repository's root, as seen from the tree's. */
    private Optional<Path> within(Path directory) {
        Path normal = directory.normalize();
        if (normal.isAbsolute() || normal.startsWith("..")) {
            return Optional.empty();
        }
        Path base = isRecordings() ? root.getParent() : root;
        for (int shared = normal.getNameCount(); shared > 0; shared--) {
            if (base != null && base.endsWith(normal.subpath(0, shared))) {
                Path rest =
                        shared == normal.getNameCount() ? Path.of("") : normal.subpath(shared, normal.getNameCount());
                return Optional.of(withRecordings(rest))
                        .filter(place -> !isRecordings() || rest.toString().isEmpty());
            }
        }
        return isRecordings() ? Optional.empty() : Optional.of(withRecordings(normal));
    }

    private Path withRecordings(Path directory) {
        return isRecordings() ? root : root.resolve(directory).resolve(LlamaStackTree.RECORDINGS);
    }

    private boolean isRecordings() {
        return root.endsWith(LlamaStackTree.RECORDINGS);
    }
}
