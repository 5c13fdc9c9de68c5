package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies of requests, of any size and cut anywhere, one after the other over one connection, whether or not the answers before have come, and whether or not the client closes its side after them: none loses or gains a byte. */
@Timeout(300)
@Slow
class ArrivingBodiesTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 60);
    private static final int MOST_REQUESTS = 6;
    private static final int LARGEST = 400_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    /** A body of letters, which begins with {@code name}. */
    private static String body(Random random, String name) {
        int size = random.nextInt(4) == 0 ? random.nextInt(LARGEST) : random.nextInt(2_000);
        return name
                + random.ints(size, 'a', 'z' + 1)
                        .mapToObj(letter -> String.valueOf((char) letter))
                        .collect(Collectors.joining());
    }

    /** A request, in the pieces that a client writes: its head, and parts of its body. */
    private static List<String> request(Random random, String body) {
        String head = "POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n";
        List<String> pieces = new ArrayList<>();
        boolean isChunked = random.nextBoolean();
        pieces.add(head + (isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length()) + "\r\n\r\n");
        for (int from = 0; from < body.length(); ) {
            int to = Math.min(body.length(), from + 1 + random.nextInt(random.nextBoolean() ? 300 : 200_000));
            String part = body.substring(from, to);
            pieces.add(isChunked ? Integer.toHexString(to - from) + "\r\n" + part + "\r\n" : part);
            from = to;
        }
        if (isChunked) {
            pieces.add("0\r\n" + (random.nextBoolean() ? "A: trailer\r\n" : "") + "\r\n");
        }
        return pieces;
    }

    /** Writes some of the pieces at once, and some by themselves. */
    private static void write(OutputStream out, Random random, List<String> pieces) {
        try {
            StringBuilder next = new StringBuilder();
            for (String piece : pieces) {
                next.append(piece);
                if (random.nextInt(3) == 0) {
                    out.write(next.toString().getBytes(StandardCharsets.US_ASCII));
                    next.setLength(0);
                    Thread.sleep(random.nextInt(2) * 3);
                }
            }
            out.write(next.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void shutdownOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String answer(String said) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + said.length()
                + "\r\nConnection: close\r\n\r\n" + said;
    }

    @Test
    void noByteIsLostOrMoved() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            String body = request.substring(request.indexOf("\r\n\r\n") + 4);
            if (call % 3 == 0) {
                Thread.sleep(20); // so that the next request has to wait
            }
            out.write(answer(body.length() + " " + body.hashCode()).getBytes(StandardCharsets.UTF_8));
        });
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        try (BufferLeaks leaks = new BufferLeaks()) {
            for (int round = 0; round < ROUNDS; round++) {
                askAll(server, random, "seed " + seed + ", round " + round);
            }

            assertThat(leaks.found()).isEmpty();
        }
    }

    private static void askAll(RepriseServer server, Random random, String place) throws Exception {
        List<String> bodies = new ArrayList<>();
        List<String> pieces = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_REQUESTS);
        for (int i = 0; i < count; i++) {
            bodies.add(body(random, place + ", request " + i + ": "));
            pieces.addAll(request(random, bodies.get(i)));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            boolean isHalfClosed = random.nextBoolean();
            Thread writer = new Thread(() -> {
                write(out, random, pieces);
                if (isHalfClosed) {
                    shutdownOutput(socket);
                }
            });
            writer.start();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String body : bodies) {
                RawAnswer answer = RawAnswer.read(in);
                assertThat(answer.body()).as("%s: %s", place, answer).isEqualTo(body.length() + " " + body.hashCode());
            }
            writer.join();
        }
    }
}
