package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in which something was changed at random: each gets complete answers, and none is an unexpected error. */
@Timeout(600)
@Slow
class MutatedRequestsTest {
    private static final int EACH = 1_000;
    private static final int PATIENCE_MS = 60_000;
    private static final String FIELDS = "Host: 127.0.0.1:8000\r\nUser-Agent: test/1\r\nAccept: */*\r\n";

    private static final List<String> VALID = List.of(
            "GET /__reprise/health HTTP/1.1\r\n" + FIELDS + "\r\n",
            "GET /v1/models?limit=5&key=a%20b HTTP/1.1\r\n" + FIELDS + "Connection: close\r\n\r\n",
            "GET http://127.0.0.1:8000/t/a%2Fb/u/x/v1/models HTTP/1.1\r\n" + FIELDS + "\r\n",
            "POST /v1/chat/completions HTTP/1.1\r\n" + FIELDS + "Content-Type: application/json\r\n"
                    + "X-Reprise-Test: a\r\nX-Reprise-Pace: instant\r\nContent-Length: "
                    + ServerFixture.QUESTION.length()
                    + "\r\n\r\n" + ServerFixture.QUESTION,
            "POST /v1/messages HTTP/1.1\r\n" + FIELDS + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
                    + "5;a=b\r\n{\"a\":\r\n3\r\n12}\r\n0\r\nx: y\r\n\r\n",
            "POST /v1/files HTTP/1.1\r\n" + FIELDS
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 74\r\n\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nc\r\n--b--\r\n",
            "OPTIONS * HTTP/1.1\r\n" + FIELDS + "\r\n" + "DELETE /v1/x HTTP/1.1\r\n" + FIELDS + "\r\n"
                    + "GET /v1/x HTTP/1.0\r\n\r\n");

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 0})
    void getCompleteAnswers(long known) throws IOException {
        long seed = known == 0 ? System.nanoTime() : known;
        Random random = new Random(seed);
        fixture.keepStream("{}", "[DONE]");
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        for (int i = 0; i < EACH; i++) {
            byte[] request = VALID.get(random.nextInt(VALID.size())).getBytes(StandardCharsets.ISO_8859_1);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                request = changed(request, random);
            }
            String name = "seed " + seed + ", number " + i + ": " + new String(request, StandardCharsets.ISO_8859_1);

            List<RawAnswer> answers = answers(server, request);

            assertThat(answers)
                    .as(name)
                    .allSatisfy(answer -> assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.WHOLE))
                    .noneMatch(answer -> answer.head().contains(" 500 "));
            assertThat(answers.isEmpty()).as(name).isEqualTo(isBlank(request));
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    private static byte[] changed(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(20));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> changed.write(bytes[at] ^ 1 << random.nextInt(8)); // a bit
            case 1 -> changed.write(bytes, at, 0); // nothing in the place of a part
            case 2 -> { // a part twice
                changed.write(bytes, at, length);
                changed.write(bytes, at, length);
            }
            case 3 -> { // anything before a part
                byte[] more = new byte[1 + random.nextInt(8)];
                random.nextBytes(more);
                changed.writeBytes(more);
                changed.write(bytes, at, length);
            }
            default -> { // what has a meaning, in the place of a part
                String[] meaningful = {
                    "\r\n", "\n", "\r", ":", " ", "\t", "\u0000", "0", "-1", ";", "%", "\r\n\r\n", "chunked"
                };
                changed.writeBytes(meaningful[random.nextInt(meaningful.length)].getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        boolean isOneByte = changed.size() == at + 1;
        int rest = at + (isOneByte ? 1 : length);
        changed.write(bytes, rest, bytes.length - rest);
        return random.nextInt(10) == 0 ? Arrays.copyOf(changed.toByteArray(), at) : changed.toByteArray();
    }

    /** Empty lines before a request mean nothing. */
    private static boolean isBlank(byte[] request) {
        for (byte each : request) {
            if (each != '\r' && each != '\n') {
                return false;
            }
        }
        return true;
    }

    /** All answers until the end of the connection, of which the client closes its side. */
    private static List<RawAnswer> answers(RepriseServer server, byte[] request) throws IOException {
        List<RawAnswer> answers = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            send(socket, request);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (RawAnswer answer = RawAnswer.read(in); !answer.head().isEmpty(); answer = RawAnswer.read(in)) {
                answers.add(answer);
            }
        }
        return answers;
    }

    private static void send(Socket socket, byte[] request) throws IOException {
        try {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
        } catch (SocketException refused) {
            // the answer says why
        }
    }
}
