package io.reprise.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A client of a WebSocket without any library.
 *
 * @param head of the answer to its handshake
 */
record RawClient(String head, RawFrames frames, InputStream in) implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    static RawClient connect(RepriseServer server, String target, String... headers) throws IOException {
        return connect(server.port(), target, headers);
    }

    static RawClient connect(int port, String target, String... headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(request(target, headers).getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        return new RawClient(readHead(in), new RawFrames(socket, in, true), in);
    }

    /** A handshake. */
    static String request(String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("half a head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    Optional<String> header(String name) {
        return header(head, name);
    }

    static Optional<String> header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    /** Sends a message, and awaits the answer to it. */
    String ask(String message) throws IOException {
        frames.text(message);
        return frames.message();
    }

    /** Closes, and awaits the answer. */
    RawFrames.Frame closed(int code, String reason) throws IOException {
        frames.close(code, reason);
        return frames.read();
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}
