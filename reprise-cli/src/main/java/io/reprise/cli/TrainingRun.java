package io.reprise.cli;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.StopSignals;
import io.reprise.cli.process.Streams;
import io.reprise.cli.project.DemoRecordings;
import io.reprise.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;

/**
 * Does in one process what most starts do: short commands, then a server with requests for existing and missing
 * recordings, then a stop. The JVM records the loaded classes ({@code bin/reprise --prepare}).
 */
public final class TrainingRun {
    private static final int ASKED_AGAIN = 20;

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            run("--version");
            run("list", "--recordings", demo.directory().toString());
        }
        try (PipedOutputStream said = new PipedOutputStream();
                Scanner lines = new Scanner(new PipedInputStream(said), StandardCharsets.UTF_8)) {
            CompletableFuture<Integer> ended =
                    CompletableFuture.supplyAsync(() -> Main.run(process(said), "serve", "--demo", "--port", "0"));
            URI url = URI.create(lines.nextLine().replace("listening on ", ""));
            converse(url);
            StopSignals.raise();
            System.exit(ended.join());
        }
    }

    private static void run(String... arguments) {
        Main.run(process(new ByteArrayOutputStream()), arguments);
    }

    private static ProcessEnvironment process(OutputStream out) {
        return new ProcessEnvironment(
                new Streams(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8)),
                Map.of(),
                Path.of(""),
                new Terminal(Map.of(), false, false));
    }

    private static void converse(URI url) {
        String question = DemoRecordings.request();
        for (int i = 0; i < ASKED_AGAIN; i++) {
            ask(url, "POST /v1/chat/completions", question);
        }
        ask(url, "POST /v1/chat/completions", question.replace("joke", "story"));
        ask(url, "GET /__reprise/health", "");
    }

    /** Sends a request on a new connection, and reads the whole answer. */
    private static void ask(URI url, String line, String body) {
        try (Socket socket = new Socket(url.getHost(), url.getPort());
                InputStream answer = socket.getInputStream()) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            String head = line + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(content);
            answer.transferTo(OutputStream.nullOutputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
