package io.reprise.fuzz;

import io.reprise.config.Reprise;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.Detail;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A server in mode replay that inputs are sent to over a socket, each over a connection of its own. */
final class RunningServer {
    private static final int MOST_MILLIS = 60_000;
    private static final int MOST_BYTES = 4 << 20;

    private final Reprise server;

    RunningServer() throws IOException {
        Path directory = Files.createTempDirectory("server");
        server = Reprise.builder()
                .recordings(directory)
                .mode(Mode.REPLAY)
                .port(0)
                .environment(Map.of())
                .workingDirectory(directory)
                .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), Detail.DECISIONS)
                .start();
    }

    /**
     * Sends the bytes, and then nothing any more.
     *
     * @return all that comes back before the server closes the connection, as Latin-1
     * @throws AssertionError if the server does not close it
     */
    String answerTo(Bytes sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(MOST_MILLIS);
            try {
                socket.getOutputStream().write(sent.toArray());
                socket.shutdownOutput();
            } catch (IOException refused) {
                // The server may have closed the connection already.
            }
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        try {
            byte[] answer = in.readNBytes(MOST_BYTES);
            return new String(answer, StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException silent) {
            throw new AssertionError("the server does not answer within " + MOST_MILLIS + " ms", silent);
        } catch (IOException reset) {
            return "";
        }
    }

    /** Sends one well-formed request that asks for the end of the connection; its answer. */
    String answerTo(String method, String target, String headers, Bytes body) throws IOException {
        String head = method + " " + target + " HTTP/1.1\r\nhost: 127.0.0.1:" + server.port()
                + "\r\nconnection: close\r\n" + headers + "content-length: " + body.size() + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(MOST_MILLIS);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(head.getBytes(StandardCharsets.UTF_8));
                out.write(body.toArray());
            } catch (IOException refused) {
                // The answer tells why.
            }
            return read(socket.getInputStream());
        }
    }

    /** The status of an answer; 0 if it has none. */
    static int status(String answer) {
        boolean isAnswer = answer.startsWith("HTTP/1.") && answer.length() >= 12;
        return isAnswer && answer.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(answer.substring(9, 12))
                : 0;
    }
}
