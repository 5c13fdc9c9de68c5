package io.reprise.cli.project;

import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.Setting;
import io.reprise.core.key.KeyRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The recordings that are part of the program, in a directory that exists while this object is open. */
public final class DemoRecordings implements AutoCloseable {
    private static final String ROOT = "/demo/";

    private final Path directory;

    private DemoRecordings(Path directory) {
        this.directory = directory;
    }

    public static DemoRecordings unpack() {
        try {
            DemoRecordings demo = new DemoRecordings(emptyDirectory());
            for (String name : names()) {
                Path file = demo.directory.resolve(name);
                Files.createDirectories(file.resolveSibling(""));
                Files.writeString(file, text("recordings/" + name));
            }
            return demo;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot unpack the demo's recordings", failed);
        }
    }

    // The JDK's own temporary directories need secure random numbers, and these take longer than all else here.
    private static Path emptyDirectory() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        String name = "reprise-demo-" + ProcessHandle.current().pid() + "-";
        for (int attempt = 0; ; attempt++) {
            try {
                return create(parent.resolve(name + attempt));
            } catch (FileAlreadyExistsException left) {
                // by a process of the same number that was killed
            }
        }
    }

    private static Path create(Path directory) throws IOException {
        boolean isPosix =
                directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectory(directory);
    }

    public Path directory() {
        return directory;
    }

    /** The body of a request that has an answer. */
    public static String request() {
        try {
            return text("request.json").strip();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the demo", failed);
        }
    }

    /** A recording: the name of its file, and its text. */
    record Answer(String file, String text) {}

    /** The answer to {@link #request}, which is the first of all. */
    static Answer answer() {
        try {
            String name = names().get(0);
            return new Answer(name, text("recordings/" + name));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the demo", failed);
        }
    }

    /** The files, relative to the directory. */
    public static List<String> names() throws IOException {
        return text("CONTENTS").lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(String name) throws IOException {
        try (InputStream resource = DemoRecordings.class.getResourceAsStream(ROOT + name)) {
            if (resource == null) {
                throw new IOException("'" + name + "' is not in the program");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What a server needs to serve them, and nothing else. */
    public Configuration configuration(Map<Setting, ChosenValue> flags, Map<String, String> environment) {
        Map<Setting, ChosenValue> values = new EnumMap<>(Setting.class);
        values.putAll(flags);
        values.put(Setting.MODE, new ChosenValue("replay", "--demo"));
        values.put(Setting.RECORDINGS, new ChosenValue(directory().toString(), "--demo"));
        Map<String, String> variables = new HashMap<>(environment);
        variables.remove("REPRISE_UPSTREAM");
        Configuration demo =
                Configuration.of(new Configuration.Inputs(values, List.of(), Optional.empty(), variables, directory()));
        return new Configuration(
                demo.chosen(),
                demo.upstreams(),
                demo.rules().plus(rules()),
                demo.answers(),
                demo.redaction(),
                demo.known(),
                demo.exporting(),
                demo.source());
    }

    /** So that clients of an API that has no recordings here do not get answers of another API. */
    private static List<KeyRule> rules() {
        try {
            return text("rules").lines().map(KeyRule::parse).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the demo", failed);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            // The system empties this directory by itself.
        }
    }
}
