package io.reprise.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on a loopback port. Whatever host it is asked for, tunnels lead to one port of this machine; requests in clear text it answers
 * itself.
 */
final class FakeProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int target;
    private final String refusal;

    private FakeProxy(int target, String refusal) throws IOException {
        this.target = target;
        this.refusal = refusal;
        threads.execute(this::acceptAll);
    }

    static FakeProxy to(int port) throws IOException {
        return new FakeProxy(port, "");
    }

    /** @param head the answer to everything */
    static FakeProxy refusing(String head) throws IOException {
        return new FakeProxy(0, head);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What it was asked: request lines and headers. */
    List<String> heads() {
        return heads;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            OutputStream out = client.getOutputStream();
            if (!refusal.isEmpty()) {
                out.write(refusal.getBytes(StandardCharsets.UTF_8));
            } else if (head.startsWith("CONNECT ")) {
                tunnel(client);
            } else {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\ndata: [DONE]\n\n"
                        .getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // One of the ends went away.
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            threads.execute(() -> pass(client, other));
            pass(other, client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // One of the ends went away.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("half a request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
