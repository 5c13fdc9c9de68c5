package io.reprise.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What came over a connection of HTTP/1.1 or HTTP/1.0 after one request, as a client without any library sees it.
 *
 * @param head status line and headers; empty if nothing came
 * @param pieces of the body: the data of each chunk where it came in chunked coding, else all of it
 */
record RawAnswer(String head, List<byte[]> pieces, Ending ending) {
    /** How it ended. */
    enum Ending {
        /** As the head announced. */
        WHOLE,
        /** The connection was closed (FIN) before that. */
        CLOSED,
        /** The connection was reset (RST). */
        RESET
    }

    static RawAnswer of(RepriseServer server, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        request.append("Content-Type: application/json\r\nContent-Length: ").append(content.length);
        request.append("\r\n\r\n").append(body);
        return ofRequest(server, request.toString());
    }

    static RawAnswer ofRequest(RepriseServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return read(socket.getInputStream());
        }
    }

    static RawAnswer read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        List<byte[]> pieces = new ArrayList<>();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return new RawAnswer(head.toString(), pieces, Ending.CLOSED);
                }
                head.append((char) next);
            }
            boolean isChunked = isChunked(head.toString());
            if (head.toString().matches("(?s)HTTP/1\\.[01] (1..|204|304).*")) {
                boolean isInterim = head.charAt(9) == '1';
                return isInterim ? read(in) : new RawAnswer(head.toString(), pieces, Ending.WHOLE);
            }
            boolean isWhole = isChunked ? readChunks(in, pieces) : readLength(in, head.toString(), pieces);
            return new RawAnswer(head.toString(), pieces, isWhole ? Ending.WHOLE : Ending.CLOSED);
        } catch (SocketException reset) {
            return new RawAnswer(head.toString(), pieces, Ending.RESET);
        }
    }

    /** A client of HTTP/1.0 takes the sizes of chunks for a part of the body (RFC 9112, 6.1). */
    private static boolean isChunked(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http/1.0") && lower.contains("transfer-encoding:")) {
            throw new AssertionError("an answer of HTTP/1.0 has no chunks: " + head);
        }
        return lower.contains("transfer-encoding: chunked");
    }

    private static boolean readChunks(InputStream in, List<byte[]> pieces) throws IOException {
        while (true) {
            StringBuilder size = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return false;
                }
                size.append((char) next);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            byte[] piece = in.readNBytes(length + 2);
            if (piece.length < length + 2) {
                return false;
            }
            if (length == 0) {
                return true;
            }
            pieces.add(Arrays.copyOf(piece, length));
        }
    }

    private static boolean readLength(InputStream in, String head, List<byte[]> pieces) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        if (!lower.contains("content-length:")) {
            pieces.add(in.readAllBytes()); // HTTP/1.0: the end of the connection is that of the answer
            return true;
        }
        int at = lower.indexOf("content-length:") + "content-length:".length();
        int length =
                Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)).strip());
        byte[] body = in.readNBytes(length);
        pieces.add(body);
        return body.length == length;
    }

    String body() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toString(StandardCharsets.UTF_8);
    }
}
