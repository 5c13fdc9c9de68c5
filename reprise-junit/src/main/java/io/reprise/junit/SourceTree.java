package io.reprise.junit;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;

/**
 * The sources of the module that a test class belongs to, found by the place from which the class was loaded: not by the working directory, which build tools and
 * IDEs set to different places.
 *
 * @param module absolute
 * @param resources of the tests
 * @param build where reports go
 */
record SourceTree(Path module, Path resources, Path build) {
    static final String PROPERTY = "reprise.recordings";
    static final String VARIABLE = "REPRISE_RECORDINGS";
    private static final String NAME = "reprise";

    /** @return empty if the class was loaded from elsewhere, such as a jar */
    static Optional<SourceTree> of(Class<?> test) {
        CodeSource source = test.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException elsewhere) {
            return Optional.empty();
        }
    }

    /** @param classes the directory of the class files */
    static Optional<SourceTree> of(Path classes) {
        Path path = classes.toAbsolutePath().normalize();
        int count = path.getNameCount();
        if (endsWith(path, "target", "test-classes")) { // Maven, and IDEs that import it
            return Optional.of(ofModule(parent(path, 2), "test", "target"));
        }
        if (count > 4
                && name(path, 4).equals("build")
                && name(path, 3).equals("classes")) { // Gradle: build/classes/java/test
            return Optional.of(ofModule(parent(path, 4), name(path, 1), "build"));
        }
        if (count > 3
                && name(path, 3).equals("out")
                && name(path, 1).equals("classes")) { // IntelliJ on Gradle: out/test/classes
            return Optional.of(ofModule(parent(path, 3), name(path, 2), "out"));
        }
        if (endsWith(path, "bin", "test")) { // Eclipse and VS Code on Gradle
            return Optional.of(ofModule(parent(path, 2), "test", "bin"));
        }
        if (count > 3 && name(path, 3).equals("out") && name(path, 2).equals("test")) { // IntelliJ: out/test/<module>
            Path project = parent(path, 3);
            Path module = project.resolve(name(path, 1));
            return Optional.of(ofModule(Files.isDirectory(module) ? module : project, "test", "out"));
        }
        return Optional.empty();
    }

    private static SourceTree ofModule(Path module, String sourceSet, String build) {
        Path sources = module.resolve("src");
        Path resources = Files.isDirectory(sources) || !Files.isDirectory(module.resolve("test"))
                ? sources.resolve(sourceSet).resolve("resources")
                : module.resolve("test");
        return new SourceTree(module, resources, module.resolve(build));
    }

    /** The directory of the recordings where nothing else is said. */
    Path recordings() {
        return resources.resolve(NAME);
    }

    private static boolean endsWith(Path path, String first, String second) {
        return path.getNameCount() > 2
                && name(path, 2).equals(first)
                && name(path, 1).equals(second);
    }

    /** The name that is the {@code fromEnd}th, from 1. */
    private static String name(Path path, int fromEnd) {
        return path.getName(path.getNameCount() - fromEnd).toString();
    }

    private static Path parent(Path path, int levels) {
        Path parent = path;
        for (int i = 0; i < levels; i++) {
            parent = Objects.requireNonNull(parent.getParent(), "a directory that has others above it");
        }
        return parent;
    }
}
