package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.plan.Mode;
import io.reprise.server.http.Limits;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A conversation that Reprise ends, because of what one side has sent, has not been said to its end: it is no recording. */
@Timeout(60)
class RefusedFramesTest {
    private static final String PATH = "/v1/realtime?model=gpt-realtime";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer record(FakeRealtime upstream) {
        fixture.sizes(new Limits(2_000, Limits.DEFAULT.requestHead(), Limits.DEFAULT.recording()));
        return fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, fixture.with(upstream));
    }

    private static void read(RawClient client, int opcode) throws IOException {
        while (client.frames().read().opcode() != opcode) {
            // what came before
        }
    }

    private void talk(RepriseServer server) throws IOException {
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            client.frames().write(true, RawFrames.TEXT, "bye".getBytes(StandardCharsets.US_ASCII));
            read(client, RawFrames.CLOSE);
        }
        await().untilAsserted(() -> assertThat(fixture.store().recordings()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({"true, a message is longer than 2000 bytes", "false, received a frame that is not masked as expected"})
    void ofTheClient(boolean isTooLong, String reason) throws IOException {
        RepriseServer server = record(FakeRealtime.repeating());
        talk(server);
        String before = fixture.store().recordings().get(0).toString();

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            client.frames().write(0x81, isTooLong, new byte[isTooLong ? 3_000 : 5]);
            read(client, RawFrames.CLOSE);
        }

        await().untilAsserted(() ->
                assertThat(fixture.log()).contains("NOT KEPT: what the client sent was refused: " + reason));
        assertThat(fixture.store().recordings()).singleElement().hasToString(before);
    }

    /** No recording fits the first frame, so that an upstream is asked; the second one comes before that is there. */
    @Test
    void ofAClientThatIsTakenOver() throws IOException {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        talk(fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream));
        String before = fixture.store().recordings().get(0).toString();
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            byte[] newMessage = {(byte) 0x81, (byte) 0x83, 0, 0, 0, 0, 'n', 'e', 'w'};
            byte[] notMasked = {(byte) 0x81, 3, 'o', 'd', 'd'};
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(newMessage);
            both.writeBytes(notMasked);
            client.frames().raw(both.toByteArray());
            read(client, RawFrames.CLOSE);
        }

        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("NOT KEPT: what the client sent was refused: received a frame that is not masked"));
        assertThat(server.failedRecordings()).isEqualTo(1);
        assertThat(fixture.store().recordings()).singleElement().hasToString(before);
    }

    @Test
    void ofTheUpstream() throws IOException {
        RepriseServer server = record(new FakeRealtime("", (call, frames) -> {
            frames.text("{}");
            if (call > 0) {
                frames.raw(new byte[] {(byte) 0x82, 127, 0x7f, 0, 0, 0, 0, 0, 0, 0}); // an immense frame
            }
            frames.close(1_000, "");
            frames.read();
        }));
        talk(server);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            assertThat(client.in().readAllBytes()).isNotNull();
        }

        await().untilAsserted(
                        () -> assertThat(fixture.log()).contains("NOT KEPT: what the upstream sent was refused: "));
        assertThat(fixture.store().recordings()).hasSize(1);
    }
}
