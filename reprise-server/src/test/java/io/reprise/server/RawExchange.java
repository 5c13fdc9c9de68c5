package io.reprise.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection of HTTP/1.1 to a server, to which a test writes bytes and from which it reads them, without any library. */
final class RawExchange implements AutoCloseable {
    private final Socket socket;

    RawExchange(RepriseServer server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
    }

    /** Sends text as ISO-8859-1, so that each character is a byte. */
    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The status line and the header lines of the next answer, as they came. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection was closed after '" + head + "'");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** The next answer that is no interim one. */
    RawAnswer answer() throws IOException {
        return RawAnswer.read(socket.getInputStream());
    }

    String body(int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Closes this side of the connection (TCP FIN), and reads on. */
    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the connection by a reset (TCP RST). */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
