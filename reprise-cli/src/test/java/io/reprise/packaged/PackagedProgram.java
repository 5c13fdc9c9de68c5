package io.reprise.packaged;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packaged program in a process of its own, started by its launcher as a user would. */
final class PackagedProgram implements AutoCloseable {
    static final Path LAUNCHER = Path.of("target/reprise/bin/reprise").toAbsolutePath();
    private static final long PATIENCE_S = 60;

    /** What a process printed until it ended. */
    record Ended(int status, List<String> out, List<String> err) {}

    private final Process process;
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();
    private final CompletableFuture<List<String>> out;
    private final CompletableFuture<List<String>> err;
    private final HttpClient client = HttpClient.newHttpClient();

    private PackagedProgram(Process process) {
        this.process = process;
        this.out = lines(process.getInputStream(), firstLine);
        this.err = lines(process.getErrorStream(), new CompletableFuture<>());
    }

    /** Starts it in a directory, with these variables besides those of the system. */
    static PackagedProgram start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(LAUNCHER, directory, environment, arguments);
    }

    /** Starts another copy of it. */
    static PackagedProgram start(Path launcher, Path directory, String... arguments) throws IOException {
        return start(launcher, directory, Map.of(), arguments);
    }

    /** Starts another copy of it, with these variables besides those of the system. */
    static PackagedProgram start(Path launcher, Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("REPRISE_") || name.equals("CI"));
        builder.environment().put("REPRISE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new PackagedProgram(builder.start());
    }

    static PackagedProgram start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), arguments);
    }

    private static CompletableFuture<List<String>> lines(InputStream stream, CompletableFuture<String> first) {
        CompletableFuture<List<String>> all = new CompletableFuture<>();
        Thread reading = new Thread(() -> {
            List<String> lines = new ArrayList<>();
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                    first.complete(line);
                }
            } catch (IOException cut) {
                lines.add("(" + cut.getMessage() + ")");
            }
            first.complete("");
            all.complete(lines);
        });
        reading.setDaemon(true);
        reading.start();
        return all;
    }

    /** Where it listens, once it says so; fails if it ends without. */
    String url() throws InterruptedException, ExecutionException, TimeoutException {
        String line = firstLine();
        if (!line.startsWith("listening on http://")) {
            throw new AssertionError("said '" + line + "' and: " + err.get(PATIENCE_S, TimeUnit.SECONDS));
        }
        return line.substring("listening on ".length());
    }

    /** The first line of its standard output; empty if there is none. */
    String firstLine() throws InterruptedException, ExecutionException, TimeoutException {
        return firstLine.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** The answer to a JSON body. */
    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString());
    }

    /** Waits until it ends by itself. */
    Ended end() throws InterruptedException, ExecutionException, TimeoutException {
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after " + PATIENCE_S + " s");
        }
        return new Ended(
                process.exitValue(), out.get(PATIENCE_S, TimeUnit.SECONDS), err.get(PATIENCE_S, TimeUnit.SECONDS));
    }

    /** Sends SIGTERM and waits; the process itself would close the streams that still have something to say. */
    Ended stop() throws InterruptedException, ExecutionException, TimeoutException {
        process.toHandle().destroy();
        return end();
    }

    /** As the other method, with a second SIGTERM after so many milliseconds. */
    Ended stopTwice(long millis) throws InterruptedException, ExecutionException, TimeoutException {
        process.toHandle().destroy();
        Thread.sleep(millis);
        process.toHandle().destroy();
        return end();
    }

    /** Sends SIGTERM each so many milliseconds until it ends. */
    Ended stopUntilItEnds(long millis) throws InterruptedException, ExecutionException, TimeoutException {
        long tries = TimeUnit.SECONDS.toMillis(PATIENCE_S) / millis;
        do {
            process.toHandle().destroy();
        } while (!process.waitFor(millis, TimeUnit.MILLISECONDS) && --tries > 0);
        return end();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
