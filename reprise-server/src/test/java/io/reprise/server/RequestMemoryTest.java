package io.reprise.server;

import static io.reprise.server.ServerFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.plan.Mode;
import io.reprise.server.memory.MemorySettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Large bodies of requests, with little memory. The fixture sees to it that nothing of the budget is left at the end. */
@Timeout(120)
class RequestMemoryTest {
    private static final int MIB = 1 << 20;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    private Path directory;

    private RepriseServer serve(long budget) {
        fixture.memory(new MemorySettings(budget, directory));
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private static HttpResponse<String> post(RepriseServer server, String type, String coding, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(server).resolve("/v1/files"))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!coding.isEmpty()) {
            request.header("content-encoding", coding);
        }
        return ServerFixture.ask(request.build());
    }

    @Test
    void refusesABodyThatNeverFits() throws Exception {
        RepriseServer server = serve(32 * MIB);

        HttpResponse<String> answer = post(server, "application/octet-stream", "", new byte[11 * MIB]);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("limits.memory");
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void refusesABodyThatTakesTooMuchWhenItIsRead() throws Exception {
        RepriseServer server = serve(32 * MIB);
        byte[] values = ("[" + "1,".repeat(MIB) + "1]").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer = post(server, "application/json", "", values);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("limits.memory");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(1).nextBytes(noise);
        return noise;
    }

    @Test
    void refusesACodedBodyThatTakesTooMuchWhenItIsRead() throws Exception {
        RepriseServer server = serve(32 * MIB);
        byte[] values = ("[" + "1,".repeat(MIB) + "1]").getBytes(StandardCharsets.UTF_8);
        byte[] coded = gzip((new String(noise(9000), StandardCharsets.ISO_8859_1) + "[" + "1,".repeat(MIB))
                .getBytes(StandardCharsets.UTF_8));

        assertThat(post(server, "application/json", "gzip", coded).statusCode()).isEqualTo(413);
        assertThat(post(server, "application/json", "", values).body())
                .contains("only 16 MiB are there for it (half of limits.memory, which is 32 MiB)");
    }

    /** As if there were no limit of the memory: it is compared as it was sent. */
    @Test
    void findsNothingForABombWithoutDecodingItToTheEnd() throws Exception {
        RepriseServer server = serve(32 * MIB);

        HttpResponse<String> answer = post(server, "application/json", "gzip", gzip(new byte[60 * MIB]));

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void countsOnlyTheSizeOfABodyThatCannotBeDecoded() throws Exception {
        RepriseServer server = serve(32 * MIB);
        byte[] coded = gzip(noise(400_000));

        for (String coding : List.of("br", "zstd", "deflate", "x-own", "gzip, br", "gzip, gzip, gzip, gzip, gzip")) {
            for (byte[] body : List.of(coded, new byte[] {'x'})) {
                HttpResponse<String> answer = post(server, "application/json", coding, body);

                assertThat(answer.statusCode())
                        .as(coding + ": " + answer.body())
                        .isEqualTo(404);
                assertThat(answer.body()).as(coding).contains("the request body cannot be decoded");
            }
        }
    }

    /** A client that has sent a part of its body. */
    private static Socket begun(RepriseServer server, int size, int sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        OutputStream out = socket.getOutputStream();
        out.write(("POST /v1/files HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/octet-stream\r\n"
                        + "content-length: " + size + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[sent]);
        return socket;
    }

    @Test
    void asksClientsToComeBackWhileOthersHaveTheMemory() throws Exception {
        RepriseServer server = serve(32 * MIB);
        List<Socket> others = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                others.add(begun(server, 3 * MIB + 1, 3 * MIB));
            }
            await().until(() -> server.memoryUsed() >= 9 * MIB);

            HttpResponse<String> answer = post(server, "application/octet-stream", "", new byte[3 * MIB]);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("limits.memory");
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
            assertThat(answer.headers().firstValue("x-should-retry")).contains("true");
            Socket first = others.get(0);
            first.getOutputStream().write(0);
            InputStream in = first.getInputStream();
            assertThat(RawClient.readHead(in)).startsWith("HTTP/1.1 404 "); // a miss, as without the others
        } finally {
            for (Socket each : others) {
                each.close();
            }
        }
        await().untilAsserted(() -> assertThat(server.memoryUsed()).isZero());
    }
}
