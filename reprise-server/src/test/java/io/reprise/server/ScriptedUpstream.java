package io.reprise.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API on a loopback port that does with each connection what a script says, byte by byte: also what no server should do, before,
 * while and after it reads a request.
 */
final class ScriptedUpstream implements TestUpstream {
    /** What is done with a connection, which is closed afterwards, unless {@link Connection#keep} says otherwise. */
    interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    private final LoopbackListener listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore signals = new Semaphore(0);

    ScriptedUpstream(Script script) throws IOException {
        this.listener = new LoopbackListener(socket -> serve(script, socket));
    }

    /** @param port may speak TLS */
    ScriptedUpstream(ServerSocket port, Script script) {
        this.listener = new LoopbackListener(port, socket -> serve(script, socket));
    }

    private void serve(Script script, Socket socket) throws IOException, InterruptedException {
        Connection connection = new Connection(connections.getAndIncrement(), socket, signals);
        do {
            connection.isKept = false;
            script.serve(connection);
        } while (connection.isKept && connection.hasMore());
    }

    int port() {
        return listener.port();
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** How many connections there were. */
    int connections() {
        return connections.get();
    }

    /** Lets a script go on that waits, now or later, in {@link Connection#awaitSignal}. */
    void signal() {
        signals.release();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** The upstream's end of a connection. Text is ISO-8859-1, so that each character is a byte. */
    static final class Connection {
        private final int number;
        private final Socket socket;
        private final Semaphore signals;
        private final InputStream in;
        private final OutputStream out;
        private boolean isKept;

        Connection(int number, Socket socket, Semaphore signals) throws IOException {
            this.number = number;
            this.socket = socket;
            this.signals = signals;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** Waits for the next request; false if the other side has closed the connection. */
        private boolean hasMore() throws IOException {
            in.mark(1);
            boolean hasMore = in.read() >= 0;
            in.reset();
            return hasMore;
        }

        /** How many there were before. */
        int number() {
            return number;
        }

        /** Has the script run again on this connection, for the next request. */
        void keep() {
            isKept = true;
        }

        /** The head of the next request; empty if the other side has closed the connection. */
        Optional<String> head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return Optional.empty();
                }
                head.append((char) next);
            }
            return Optional.of(head.toString());
        }

        /** Reads the body of the request with that head. */
        byte[] body(String head) throws IOException {
            return in.readNBytes(RawClient.header(head, "content-length")
                    .map(Integer::parseInt)
                    .orElse(0));
        }

        /** Reads a request, and returns its head. */
        String request() throws IOException {
            String head = head().orElseThrow(() -> new IOException("the connection was closed"));
            body(head);
            return head;
        }

        /** Reads some bytes of the body. */
        void read(int bytes) throws IOException {
            in.readNBytes(bytes);
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Sends a chunk of the chunked coding. */
        void chunk(byte[] bytes) throws IOException {
            send(Integer.toHexString(bytes.length) + "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n");
        }

        /** Ends the connection by a reset (TCP RST). */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits for the test to say {@link ScriptedUpstream#signal}. */
        void awaitSignal() throws InterruptedException {
            signals.acquire();
        }

        /** Reads until the other side has closed the connection. */
        void awaitClose() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
