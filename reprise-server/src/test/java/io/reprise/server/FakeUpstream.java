package io.reprise.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API on a loopback port that answers each connection's one request as a script says, byte by byte. */
final class FakeUpstream implements TestUpstream {
    /** What is written for the n-th call (from 0). */
    interface Script {
        void answer(int call, String request, OutputStream out) throws IOException, InterruptedException;
    }

    private final LoopbackListener listener;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeUpstream(Script script) throws IOException {
        this.script = script;
        this.listener = new LoopbackListener(this::answer);
    }

    /** @param listener may speak TLS */
    FakeUpstream(ServerSocket listener, Script script) {
        this.script = script;
        this.listener = new LoopbackListener(listener, this::answer);
    }

    static FakeUpstream answering(String response) throws IOException {
        return new FakeUpstream((call, request, out) -> out.write(response.getBytes(StandardCharsets.UTF_8)));
    }

    int port() {
        return listener.port();
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.port() + "/v1");
    }

    /** HeaderFields and bodies of the requests, as they came. */
    List<String> requests() {
        return requests;
    }

    private void answer(Socket socket) throws IOException, InterruptedException {
        String request = read(new BufferedInputStream(socket.getInputStream()));
        int call;
        synchronized (requests) {
            call = requests.size();
            requests.add(request);
        }
        script.answer(call, request, socket.getOutputStream());
    }

    private static String read(InputStream in) throws IOException {
        String head = RawClient.readHead(in);
        String lower = head.toLowerCase(java.util.Locale.ROOT);
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
    }
}
