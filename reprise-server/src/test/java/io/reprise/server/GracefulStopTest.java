package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class GracefulStopTest {
    private static final String FIRST = "data: {\"n\":0}\n\n";
    private static final String LAST = "data: [DONE]\n\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch mayEnd = new CountDownLatch(1);

    /** Sends its last event when it may. */
    private FakeUpstream upstream() throws IOException {
        return fixture.upstream((call, request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + FIRST);
            mayEnd.await();
            write(out, LAST);
        });
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static InputStream begun(RepriseServer server, HttpClient.Version version, String... headers)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = HttpClient.newBuilder()
                .version(version)
                .build()
                .send(
                        ServerFixture.chat(server, ServerFixture.QUESTION, headers),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(FIRST.length()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(FIRST);
        return answer.body();
    }

    private static void awaitRefusal(int port) {
        Awaitility.await().until(() -> isRefused(port));
    }

    /** A connection that waits to be accepted while the listener closes is reset, not refused; the next one is. */
    private static boolean isRefused(int port) throws IOException {
        try (Socket accepted = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !accepted.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    @Test
    void aRecordingEndsAndIsKeptWhileNobodyElseIsLetIn() throws Exception {
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream());
        int port = server.port();
        InputStream running = begun(server, HttpClient.Version.HTTP_1_1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        awaitRefusal(port);
        mayEnd.countDown();

        assertThat(new String(running.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LAST);
        stopped.get();
        assertThat(fixture.store().recordings()).hasSize(1);
    }

    @Test
    void aRecordingThatNobodyWaitsForEndsAsWell() throws Exception {
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream());
        int port = server.port();
        begun(server, HttpClient.Version.HTTP_1_1).close();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        awaitRefusal(port);
        mayEnd.countDown();
        stopped.get();

        assertThat(fixture.store().recordings()).hasSize(1);
    }

    @Test
    void aRecordingThatIsBeingWrittenIsNotSaidToBeLost() throws Exception {
        fixture.drain(Duration.ofMillis(50));
        CountDownLatch isWriting = new CountDownLatch(1);
        WatchedStore store = new WatchedStore(fixture.store());
        store.beforeAppend(() -> {
            isWriting.countDown();
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true); // a slow disk
        });
        mayEnd.countDown();
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream());
        begun(server, HttpClient.Version.HTTP_1_1);
        isWriting.await();

        server.close();

        assertThat(store.kept()).hasSize(1);
        assertThat(server.failedRecordings()).isZero();
    }

    @Test
    void aPacedReplayEnds() throws Exception {
        fixture.keepStream("{\"n\":0}", "[DONE]");
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        InputStream running = begun(server, HttpClient.Version.HTTP_1_1, "X-Reprise-Pace", "x0.05");

        server.close();

        assertThat(new String(running.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LAST);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aReplayThatCameToItsEndIsNotedAsWhole(HttpClient.Version version) throws Exception {
        fixture.keepStream("{\"n\":0}", "[DONE]");
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        ServerFixture.ask(version, ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Pace", "recorded"));
        server.close();

        assertThat(fixture.log()).contains("chunks=2").doesNotContain("went away");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whatDoesNotEndInTimeIsCut(HttpClient.Version version) throws Exception {
        fixture.drain(Duration.ofMillis(100));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream());
        InputStream running = begun(server, version);

        server.close();

        assertThatThrownBy(running::readAllBytes).isInstanceOf(IOException.class);
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(fixture.log()).contains("NOT KEPT: the server stopped before the answer had ended");
        assertThat(server.report().failedRecordings()).as(fixture.log()).hasSize(1);
        assertThat(server.failedRecordings()).isEqualTo(1);
        assertThat(server.report().failedRecordings()).hasSize(1);
    }
}
