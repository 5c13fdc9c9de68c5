package io.reprise.cli.doctor;

import io.reprise.server.network.ConnectionFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Checks of Java, and of the port. */
public final class MachineChecks {
    private static final int NEEDED_JAVA = 17;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private MachineChecks() {}

    public static Check java() {
        String found = "Java " + System.getProperty("java.version") + " in " + System.getProperty("java.home");
        return Runtime.version().feature() >= NEEDED_JAVA
                ? Check.ok("java", found)
                : Check.fail(
                        "java",
                        found + " is too old",
                        "install Java 17 or later; REPRISE_JAVA_HOME names its directory");
    }

    /** Whether a server could listen there. */
    public static Check port(String host, int port) {
        String name = "port";
        if (port == 0) {
            return Check.ok(name, "any free port is taken");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return Check.ok(name, host + ":" + port + " is free");
        } catch (IOException taken) {
            return isReprise(host, port)
                    ? Check.warn(
                            name,
                            "a Reprise server already listens on " + host + ":" + port,
                            "use that one, or give another --port")
                    : Check.fail(
                            name,
                            "nothing can listen on " + host + ":" + port + ": " + ConnectionFailure.words(taken),
                            "end the program that listens there, or give another --port (0 takes a free one)");
        }
    }

    private static boolean isReprise(String host, int port) {
        try {
            String named = host.contains(":") ? "[" + host + "]" : host;
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + named + ":" + port + "/__reprise/health"))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.body().contains("\"status\"") || answer.body().contains("X-Reprise-Token");
        } catch (IOException | IllegalArgumentException other) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
