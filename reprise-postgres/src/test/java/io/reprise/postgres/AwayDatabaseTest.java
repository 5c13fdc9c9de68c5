package io.reprise.postgres;

import static io.reprise.postgres.GatedApi.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.config.Reprise;
import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.Detail;
import io.reprise.server.spool.Spooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server whose database goes away, and comes back. */
@Slow
class AwayDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private GatedApi api;
    private Relay relay;

    @BeforeEach
    void prepare() throws IOException {
        database.prepare();
        api = new GatedApi();
        api.letAll();
        relay = new Relay(database.port());
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        api.close();
    }

    private Reprise start(String parameters) {
        String url = database.url().replace(":" + database.port() + "/", ":" + relay.port() + "/");
        return Reprise.builder()
                .recordings(url + parameters)
                .upstream(api.url())
                .mode(Mode.RECORD_IF_MISSING)
                .workingDirectory(directory)
                .environment(Map.of("REPRISE_SPOOL_DIRECTORY", "spool"))
                .log(new PrintStream(log, true, StandardCharsets.UTF_8), Detail.REQUESTS)
                .start();
    }

    private static int waiting(Reprise server) {
        return server.spooled().map(Spooled::answers).orElseThrow();
    }

    private long recordings() {
        return database.ask("select count(*) from recording");
    }

    private long lines(String words) {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(words))
                .count();
    }

    @Test
    void deliversWhatCameWhileTheConnectionWasLost() throws Exception {
        try (Reprise server = start("")) {
            relay.cut();

            assertThat(StreamedAnswer.of(server.url(), "one").text()).isEqualTo(whole(1));
            assertThat(StreamedAnswer.of(server.url(), "two").text()).isEqualTo(whole(2));
            assertThat(StreamedAnswer.of(server.url(), "one").text()).isEqualTo(whole(1));

            assertThat(waiting(server)).isEqualTo(2);
            assertThat(recordings()).isZero();
            assertThat(lines("the store is away: ")).isEqualTo(1);

            relay.mend();

            await().atMost(PATIENCE).until(() -> waiting(server) == 0);
            assertThat(recordings()).isEqualTo(2);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lines("the store is back; 2 answers from local disk are in it now"))
                            .isEqualTo(1));
            assertThat(server.report().failedRecordings()).isEmpty();
        }
    }

    @Test
    void whatStoppedServersLeftIsDeliveredByTheNextOne() throws Exception {
        Reprise server = start("");
        relay.cut();
        assertThat(StreamedAnswer.of(server.url(), "one").text()).isEqualTo(whole(1));
        server.close();
        assertThat(waiting(server)).isEqualTo(1);
        relay.mend();

        try (Reprise next = start("")) {
            await().atMost(PATIENCE).until(() -> waiting(next) == 0);
            assertThat(recordings()).isEqualTo(1);
            assertThat(StreamedAnswer.of(next.url(), "one").text()).isEqualTo(whole(1));
        }
        assertThat(api.calls()).isEqualTo(1);
    }

    @Test
    void deliversWhatCouldNotBeWrittenBecauseOfALock() throws Exception {
        try (Reprise server = start("&options=-c%20lock_timeout=200");
                Database other = new Database(database.location())) {
            try (Connection holder = other.connect()) {
                holder.setAutoCommit(false);
                holder.createStatement().execute("lock table recording in share mode");

                assertThat(StreamedAnswer.of(server.url(), "one").text()).isEqualTo(whole(1));
                assertThat(waiting(server)).isEqualTo(1);
            }
            await().atMost(PATIENCE).until(() -> waiting(server) == 0);
            assertThat(recordings()).isEqualTo(1);
        }
        assertThat(lines("took too long")).isPositive();
    }
}
