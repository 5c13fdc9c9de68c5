package io.reprise.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that leads to another one, until the connection is cut. */
final class Relay implements AutoCloseable {
    private final ServerSocket port;
    private volatile int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean isCut;

    Relay(int target) throws IOException {
        this.target = target;
        this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return port.getLocalPort();
    }

    /** From now on connections lead to this port. */
    void leadTo(int other) {
        target = other;
    }

    /** How many there were so far. */
    int connections() {
        return connections.get();
    }

    /** Ends all connections, and takes no others. */
    void cut() throws IOException {
        isCut = true;
        for (Socket each : open) {
            each.close();
        }
        open.clear();
    }

    void mend() {
        isCut = false;
    }

    private void accept() throws IOException {
        while (!port.isClosed()) {
            Socket client = port.accept();
            if (isCut) {
                client.close();
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.addAll(List.of(client, server));
            connections.incrementAndGet();
            start(() -> pass(client, server));
            start(() -> pass(server, client));
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // as all connections do
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        port.close();
        cut();
    }
}
