package io.reprise.pages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a reader of a page does, in a directory of its own: starts servers and runs scripts. */
final class PageSession implements AutoCloseable {
    private static final int PATIENCE = 200;
    private static final String ADDRESS = "http://127.0.0.1:8000";
    private static final String UPSTREAM = "https://api\\.(openai|example)\\.com(/v1)?";

    private final Path directory;
    private final Path bin;
    private final HttpServer upstream;
    private final AtomicInteger calls = new AtomicInteger();
    private @Nullable Process server;
    private String url = ADDRESS;
    private String printed = "";

    PageSession(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.resolve("project"));
        this.bin = Files.createDirectories(directory.resolve("bin"));
        this.upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", this::answer);
        upstream.start();
        Path program = Files.writeString(
                bin.resolve("reprise"),
                "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' -cp '" + classPath()
                        + "' io.reprise.cli.Main \"$@\"\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
    }

    private static String joke(int number) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"joke " + number + "\"},"
                + "\"finish_reason\":\"stop\"}]}";
    }

    static String classPath() {
        return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    /** Every call gets another joke. */
    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] answer = joke(calls.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** Stops the server before, and starts this one on a free port. */
    void start(String command) throws IOException {
        stop();
        Process started = process("exec " + command.strip() + " --port 0")
                .redirectErrorStream(false)
                .redirectError(log().toFile())
                .start();
        server = started;
        BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        String line = Objects.requireNonNullElse(out.readLine(), "");
        if (!line.startsWith("listening on ")) {
            throw new AssertionError("'" + command.strip() + "' said '" + line + "' and: " + Files.readString(log()));
        }
        url = line.substring("listening on ".length());
    }

    void run(String script) throws IOException, InterruptedException {
        Process running = process(script).redirectErrorStream(true).start();
        running.getOutputStream().close();
        printed = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replace("\"message\":\"", "\n")
                .replace("\\n", "\n")
                .replace("\\\"", "\"");
        running.waitFor();
    }

    /** A file {@code reprise.yaml}. */
    void write(String text) throws IOException {
        Files.writeString(directory.resolve("reprise.yaml"), text);
    }

    /** What the last script has printed; line breaks within JSON are line breaks. */
    String printed() {
        return printed;
    }

    /** What the server has written, once that is as expected, or after many further requests to it. */
    String logged(Predicate<String> isExpected) throws IOException, InterruptedException {
        for (int tries = 0; tries < PATIENCE && !isExpected.test(Files.readString(log())); tries++) {
            Process asking = process("curl -s " + ADDRESS + "/__reprise/health").start();
            asking.getInputStream().readAllBytes();
            asking.waitFor();
        }
        return Files.readString(log());
    }

    private Path log() {
        return bin.resolve("log");
    }

    private ProcessBuilder process(String script) {
        String known = script.replaceAll(
                        UPSTREAM, "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1")
                .replace(ADDRESS, url);
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-c", known)).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("REPRISE_") || name.equals("CI"));
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        environment.put("OPENAI_API_KEY", "made-up");
        return builder;
    }

    private void stop() {
        Process running = server;
        if (running != null) {
            running.destroy();
            running.onExit().join();
        }
    }

    @Override
    public void close() {
        stop();
        upstream.stop(0);
    }
}
