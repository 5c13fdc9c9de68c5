package io.reprise.cli;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.Streams;
import io.reprise.cli.terminal.Terminal;
import io.reprise.core.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs commands in this process, in a directory of its own. */
final class CommandRunner {
    /** What a command printed until it ended. */
    record Ended(int status, String out, String err) {
        /** What standard error says, line by line. */
        List<String> said() {
            return err.lines().toList();
        }
    }

    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private byte[] typed = {};
    private boolean isTerminal;

    CommandRunner(Path directory) {
        this.directory = directory;
    }

    static String seed(String name) {
        return Seeds.original(name).toString();
    }

    static String seeds() {
        return Seeds.originals().toString();
    }

    CommandRunner with(String variable, String text) {
        environment.put(variable, text);
        return this;
    }

    /** Gives this to standard input. */
    CommandRunner typing(String text) {
        typed = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** As if both outputs were a terminal of so many columns, which knows colours. */
    CommandRunner onTerminal(int columns) {
        isTerminal = true;
        return with("COLUMNS", String.valueOf(columns)).with("TERM", "xterm");
    }

    Ended run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessEnvironment process = new ProcessEnvironment(
                new Streams(new ByteArrayInputStream(typed), stream(out), stream(err)),
                environment,
                directory,
                new Terminal(environment, isTerminal, isTerminal));
        int status = Main.run(process, arguments);
        process.flush();
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream target) {
        return new PrintStream(target, false, StandardCharsets.UTF_8);
    }

    Path write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.resolveSibling(""));
            return Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** All files below a directory by their names within it, with what they hold, and when they were last written. */
    Map<String, String> files(String name) {
        Path root = directory.resolve(name);
        try (Stream<Path> paths = Files.walk(root)) {
            Map<String, String> files = new LinkedHashMap<>();
            for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
                files.put(
                        root.relativize(file).toString(),
                        Files.getLastModifiedTime(file) + " " + Files.readString(file));
            }
            return files;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
