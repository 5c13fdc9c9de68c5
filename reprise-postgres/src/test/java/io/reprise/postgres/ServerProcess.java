package io.reprise.postgres;

import io.reprise.config.Reprise;
import io.reprise.core.TestClassPath;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.Detail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server in a process of its own, which can be killed and stopped like any process. */
final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    private final Process process;
    private final Path log;
    private final String url;

    private ServerProcess(Process process, Path log, String url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /** Runs until standard input ends. Arguments: database, upstream, working directory. */
    public static void main(String[] arguments) throws IOException {
        Reprise server = Reprise.builder()
                .recordings(arguments[0])
                .upstream(arguments[1])
                .mode(Mode.RECORD_IF_MISSING)
                .workingDirectory(Path.of(arguments[2]))
                .environment(Map.of("REPRISE_SPOOL_DIRECTORY", "spool"))
                .drain(Duration.ofSeconds(2))
                .log(System.err, Detail.REQUESTS)
                .start();
        System.out.println(server.url());
        while (System.in.read() >= 0) {
            // what comes does not matter
        }
        server.close();
    }

    /** @param name of its log, in {@code directory} */
    static ServerProcess start(String database, String upstream, Path directory, String name) throws IOException {
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        TestClassPath.text(),
                        ServerProcess.class.getName(),
                        database,
                        upstream,
                        directory.toString())
                .redirectError(log.toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String url = out.readLine();
        if (url == null) {
            throw new IOException("the server did not start: " + Files.readString(log));
        }
        return new ServerProcess(process, log, url);
    }

    String url() {
        return url;
    }

    /** Whether it says that it can use its store. */
    boolean hasItsStore() {
        String health = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(url + "/__reprise/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
        Json store = Json.parse(health).get("store").orElseThrow();
        return store.get("status").flatMap(Json::string).equals(Optional.of("ok"))
                && store.get("spool").flatMap(spool -> spool.get("answers")).equals(Optional.of(Json.parse("0")));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** As {@code kill -9}. */
    void kill() {
        Process unused = process.destroyForcibly().onExit().join();
    }

    void pause() throws IOException {
        signal("STOP", process.pid());
    }

    void resume() throws IOException {
        signal("CONT", process.pid());
    }

    static void signal(String name, long process) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process)).start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill -" + name + " " + process + " failed");
        }
    }

    /** Stops it as its user would, and waits for its end. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            Process unused = process.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException late) {
            process.destroyForcibly();
            throw new IOException("the server still ran after " + PATIENCE_S + " s: " + log(), late);
        }
    }
}
