package io.reprise.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API on a loopback port that talks over WebSockets as a script says. */
final class FakeRealtime implements TestUpstream {
    /** What is said in the n-th conversation (from 0). */
    interface Script {
        void talk(int call, RawFrames frames) throws IOException, InterruptedException;
    }

    private final LoopbackListener listener;
    private final Script script;
    private final String fields;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param fields of the answer to each handshake, each with its line end */
    FakeRealtime(String fields, Script script) throws IOException {
        this.fields = fields;
        this.script = script;
        this.listener = new LoopbackListener(this::talk);
    }

    /** Greets, and answers each message with two that repeat it. Closes when it is told {@code bye}. */
    static FakeRealtime repeating() throws IOException {
        return new FakeRealtime("Sec-WebSocket-Protocol: realtime\r\nX-Request-Id: r1\r\n", (call, frames) -> {
            frames.text("{\"type\":\"session.created\",\"session\":{\"id\":\"sess_" + call + "\"}}");
            while (true) {
                RawFrames.Frame frame = frames.read();
                if (frame.opcode() == RawFrames.CLOSE) {
                    frames.write(true, RawFrames.CLOSE, frame.bytes());
                    return;
                }
                if (frame.text().contains("bye")) {
                    frames.close(1_000, "bye");
                    frames.read();
                    return;
                }
                frames.text("{\"type\":\"response.output_text.delta\",\"delta\":" + quoted(frame.text()) + "}");
                frames.text("{ \"type\": \"response.done\" }");
            }
        });
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.port() + "/v1");
    }

    /** The heads of the handshakes. */
    List<String> requests() {
        return requests;
    }

    private void talk(Socket socket) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String head = RawClient.readHead(in);
        int call;
        synchronized (requests) {
            call = requests.size();
            requests.add(head);
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: " + acceptOf(head) + "\r\n" + fields + "\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        script.talk(call, new RawFrames(socket, in, false));
    }

    /** The field that answers this handshake. */
    static String acceptOf(String request) throws IOException {
        try {
            return accept(RawClient.header(request, "sec-websocket-key").orElseThrow());
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    private static String accept(String key) throws GeneralSecurityException {
        String text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
