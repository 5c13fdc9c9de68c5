package io.reprise.cli.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A running command with the standard streams of this process. The signals that this process gets are sent on to it. */
public final class ChildProcess {
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;

    /** From the third on, a signal ends the command at once. */
    private static final int PATIENCE = 3;

    private static final long KILL_SECONDS = 2;

    /** In {@code /proc/self/stat}, counted after the name: state, parent, process group, session, terminal, group in front. */
    private static final int GROUP = 2;

    private static final int GROUP_IN_FRONT = 5;

    private final Process process;
    private int signals;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a command.
     *
     * @throws CannotRunException if there is no such program, or it cannot be run
     */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.directory(directory.toAbsolutePath().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        CompletableFuture<ChildProcess> started = new CompletableFuture<>();
        // before the start, since a signal may come at once
        List.of("TERM", "INT", "HUP")
                .forEach(name -> Signals.handle(name, () -> started.thenAccept(child -> child.signal(name))));
        try {
            ChildProcess child = new ChildProcess(builder.start());
            started.complete(child);
            return child;
        } catch (IOException failed) {
            throw cannotRun(command.get(0), directory, environment, failed);
        }
    }

    private static CannotRunException cannotRun(
            String program, Path directory, Map<String, String> environment, IOException failed) {
        Optional<Path> file = find(program, directory, environment.getOrDefault("PATH", ""));
        if (file.isEmpty()) {
            return new CannotRunException(
                    NOT_FOUND, "there is no program '" + program + "'; is it installed, and in PATH?", failed);
        }
        String reason = Files.isDirectory(file.get())
                ? "it is a directory"
                : Files.isExecutable(file.get())
                        ? "the system refuses to run it; is it a program for this machine?"
                        : "it is not executable; 'chmod +x' makes it so";
        return new CannotRunException(NOT_EXECUTABLE, "'" + program + "' cannot be run: " + reason, failed);
    }

    private static Optional<Path> find(String program, Path directory, String path) {
        if (program.contains("/") || program.contains(File.separator)) {
            return Optional.of(directory.resolve(program)).filter(Files::exists);
        }
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .map(place -> directory.resolve(place).resolve(program))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Waits for its end. @return its exit status; 128 and the signal's number if a signal ended it */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    private synchronized void signal(String name) {
        if (!process.isAlive()) {
            return; // its number may be that of another process by now
        }
        signals++;
        if (signals >= PATIENCE) {
            process.destroyForcibly();
        } else if (!name.equals("INT") || !isInFront()) {
            send(name);
        }
    }

    private void send(String name) {
        if (name.equals("TERM")) {
            process.destroy();
            return;
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid()).start();
            if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                process.destroy();
            }
        } catch (IOException noShell) {
            process.destroy();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this process is in the group that has the terminal: then Ctrl-C reaches the command without our help. */
    private static boolean isInFront() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return fields.get(GROUP).equals(fields.get(GROUP_IN_FRONT));
        } catch (IOException notLinux) {
            return System.getenv("TERM") != null && !System.getenv("TERM").isEmpty();
        }
    }

    /** A command cannot be started. The message says why. */
    public static final class CannotRunException extends RuntimeException {
        private final int status;

        CannotRunException(int status, String message, IOException cause) {
            super(message, cause);
            this.status = status;
        }

        /** The exit status that shells have for it. */
        public int status() {
            return status;
        }
    }
}
