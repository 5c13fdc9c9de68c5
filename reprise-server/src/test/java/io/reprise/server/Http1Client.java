package io.reprise.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A client of HTTP/1.1 with a connection for each request. It tells each byte that has arrived before an answer breaks off. */
final class Http1Client {
    private static final int PATIENCE_MS = 20_000;

    private Http1Client() {}

    static Received post(int port, String target, Map<String, String> headers, String body, Http2Client.Reader reader)
            throws IOException {
        return ask("POST", port, target, headers, body, reader);
    }

    static Received ask(
            String method, int port, String target, Map<String, String> headers, String body, Http2Client.Reader reader)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request(method, target, headers, body));
            return read(new Watched(new BufferedInputStream(socket.getInputStream()), reader));
        }
    }

    /** Asks, and resets the connection without having read anything. */
    static void leave(String method, int port, String target, Map<String, String> headers, String body)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request(method, target, headers, body));
            socket.setSoLinger(true, 0);
        }
    }

    private static byte[] request(String method, String target, Map<String, String> headers, String body) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        head.append("content-length: ")
                .append(content.length)
                .append("\r\n\r\n")
                .append(body);
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Received read(InputStream in) throws IOException {
        RawAnswer answer = RawAnswer.read(in);
        if (!answer.head().endsWith("\r\n\r\n")) {
            return Received.NOTHING;
        }
        return new Received(
                Integer.parseInt(answer.head().substring(9, 12)),
                RawClient.header(answer.head(), "x-should-retry").orElse(""),
                BodyShape.joined(answer.pieces()),
                answer.ending() == RawAnswer.Ending.WHOLE);
    }

    /** Tells how many bytes after the head have been read; ends where the reader leaves. */
    private static final class Watched extends InputStream {
        private final InputStream in;
        private final Http2Client.Reader reader;
        private int newlines;
        private int bytes;
        private boolean hasLeft;

        Watched(InputStream in, Http2Client.Reader reader) {
            this.in = in;
            this.reader = reader;
        }

        @Override
        public int read() throws IOException {
            int next = hasLeft ? -1 : in.read();
            if (newlines < 2) {
                newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
            } else if (next >= 0) {
                bytes++;
                hasLeft = !reader.goesOn(bytes);
            }
            return next;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int next = length == 0 ? 0 : read();
            if (length == 0 || next < 0) {
                return next;
            }
            target[from] = (byte) next;
            return 1;
        }
    }
}
