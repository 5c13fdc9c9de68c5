package io.reprise.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Listens on a port of the loopback interface, and serves each connection on a thread of its own. */
final class LoopbackListener implements AutoCloseable {
    private static final int WAITING_CONNECTIONS = 500;

    /** What is done with a connection; it is closed afterwards. */
    interface Service {
        void serve(Socket connection) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Service service;

    LoopbackListener(Service service) throws IOException {
        this(new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress()), service);
    }

    /** @param listener may speak TLS */
    LoopbackListener(ServerSocket listener, Service service) {
        this.listener = listener;
        this.service = service;
        threads.execute(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Runs the task on a further thread, which ends with the listener. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                hand(listener.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One that came while this was closed is closed as well: whoever has connected would wait for an answer. */
    private void hand(Socket connection) throws IOException {
        try {
            threads.execute(() -> serve(connection));
        } catch (RejectedExecutionException over) {
            connection.close();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            service.serve(connection);
        } catch (IOException | InterruptedException gone) {
            // The other end went away, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
