package io.reprise.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API on a loopback port that answers each connection's one request as a script says, byte by byte. */
final class FakeUpstream implements TestUpstream {
    /** What is written for the n-th call (from 0). */
    interface Script {
        void answer(int call, String request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    FakeUpstream(Script script) throws IOException {
        this(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), script);
    }

    /** @param listener may speak TLS */
    FakeUpstream(ServerSocket listener, Script script) {
        this.script = script;
        this.listener = listener;
        threads.execute(this::acceptAll);
    }

    static FakeUpstream answering(String response) throws IOException {
        return new FakeUpstream((call, request, out) -> out.write(response.getBytes(StandardCharsets.UTF_8)));
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /** HeaderFields and bodies of the requests, as they came. */
    List<String> requests() {
        return requests;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> answer(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            String request = read(new BufferedInputStream(socket.getInputStream()));
            int call;
            synchronized (requests) {
                call = requests.size();
                requests.add(request);
            }
            script.answer(call, request, socket.getOutputStream());
        } catch (IOException | InterruptedException gone) {
            // The other end went away, or the test is over.
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("half a request");
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        lower.substring(at + 15, lower.indexOf('\r', at)).strip());
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
