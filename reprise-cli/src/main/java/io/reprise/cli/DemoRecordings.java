package io.reprise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The recordings that come with the program, in a directory that lasts as long as this object is open. */
final class DemoRecordings implements AutoCloseable {
    private static final String ROOT = "/demo/";

    private final Path directory;

    private DemoRecordings(Path directory) {
        this.directory = directory;
    }

    static DemoRecordings unpack() {
        try {
            DemoRecordings demo = new DemoRecordings(Files.createTempDirectory("reprise-demo-"));
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

    Path directory() {
        return directory;
    }

    /** The body of a request that has an answer. */
    static String request() {
        try {
            return text("request.json").strip();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the demo", failed);
        }
    }

    /** The files, relative to the directory. */
    static List<String> names() throws IOException {
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

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            // It lies where the system cleans up by itself.
        }
    }
}
