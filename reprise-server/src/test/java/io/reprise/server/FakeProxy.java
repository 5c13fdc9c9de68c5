package io.reprise.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on a loopback port. Whatever host it is asked for, tunnels lead to one port of this machine; requests in clear text it answers
 * itself.
 */
final class FakeProxy implements AutoCloseable {
    private final LoopbackListener listener;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final int target;
    private final String refusal;

    private FakeProxy(int target, String refusal) throws IOException {
        this.target = target;
        this.refusal = refusal;
        this.listener = new LoopbackListener(this::answer);
    }

    static FakeProxy to(int port) throws IOException {
        return new FakeProxy(port, "");
    }

    /** @param head the answer to everything */
    static FakeProxy refusing(String head) throws IOException {
        return new FakeProxy(0, head);
    }

    int port() {
        return listener.port();
    }

    /** What it was asked: request lines and headers. */
    List<String> heads() {
        return heads;
    }

    private void answer(Socket client) throws IOException {
        String head = RawClient.readHead(client.getInputStream());
        heads.add(head);
        OutputStream out = client.getOutputStream();
        if (!refusal.isEmpty()) {
            out.write(refusal.getBytes(StandardCharsets.UTF_8));
        } else if (head.startsWith("CONNECT ")) {
            tunnel(client);
        } else {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\ndata: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            listener.execute(() -> pass(client, other));
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

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
