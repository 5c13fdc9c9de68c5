package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.durable.DiskEvents;
import io.reprise.core.store.durable.DiskEvents.Action;
import io.reprise.core.store.durable.FaultyFileSystem;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of a disk that fails, what is kept, and what is said. */
class DiskFaultsThroughServerTest {
    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path root;

    /** A disk on which one kind of action fails, for as long as it is set. */
    private static final class Faults implements DiskEvents {
        private final AtomicReference<Action> failing = new AtomicReference<>(Action.LIST);
        private volatile boolean isFailing;
        private volatile String reason = "";

        void fail(Action action, String why) {
            failing.set(action);
            reason = why;
            isFailing = true;
        }

        void stop() {
            isFailing = false;
        }

        @Override
        public void before(Action action, Path path) throws IOException {
            if (isFailing && action == failing.get()) {
                throw new FileSystemException(path.toString(), null, reason);
            }
        }
    }

    private RepriseServer record(FaultyFileSystem files) throws IOException {
        Store store = fixture.closing(new DirectoryStore(files.path(root), KeyRules.NONE));
        return fixture.serve(
                Mode.RECORD_IF_MISSING,
                ReplaySettings.DEFAULT,
                store,
                KeyRules.NONE,
                FakeUpstream.answering("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                        + ANSWER.length() + "\r\n\r\n" + ANSWER));
    }

    private static HttpResponse<String> ask(RepriseServer server, String body) throws Exception {
        return ServerFixture.ask(ServerFixture.chat(server, body));
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, No space left on device",
        "WRITE, No space left on device",
        "FORCE, Input/output error",
        "MOVE, Read-only file system",
        "CREATE, Too many open files"
    })
    void anAnswerThatCannotBeKeptReachesItsClientAndIsReported(Action action, String reason) throws Exception {
        Faults faults = new Faults();
        FaultyFileSystem files = new FaultyFileSystem(faults);
        RepriseServer server = record(files);
        assertThat(ask(server, question("before")).body()).isEqualTo(ANSWER);

        faults.fail(action, reason);
        HttpResponse<String> during = ask(server, question("during"));
        faults.stop();
        HttpResponse<String> after = ask(server, question("after"));

        assertThat(during.statusCode()).isEqualTo(200);
        assertThat(during.body()).isEqualTo(ANSWER);
        assertThat(after.body()).isEqualTo(ANSWER);
        assertThat(Stream.of(during, after)
                        .filter(answer ->
                                answer.headers().firstValue("x-reprise-warning").isPresent()))
                .isNotEmpty();
        server.close();
        assertThat(fixture.log()).contains("cannot be kept in '" + root);
        assertThat(files.open()).isZero();
        assertThat(kept()).hasSize(2);
        assertThat(server.failedRecordings()).isEqualTo(1);
        assertThat(root.resolve(".tmp").toFile().list()).isNullOrEmpty();
    }

    @Test
    void aRecordingThatCannotBeReadIsAnErrorAndOthersAreReplayed() throws Exception {
        Faults faults = new Faults();
        FaultyFileSystem files = new FaultyFileSystem(faults);
        RepriseServer recording = record(files);
        ask(recording, question("one"));
        ask(recording, question("two"));
        recording.close();
        Store store = fixture.closing(new DirectoryStore(files.path(root), KeyRules.NONE));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
        assertThat(ask(server, question("two")).statusCode()).isEqualTo(200);

        faults.fail(Action.READ, "Input/output error");
        HttpResponse<String> broken = ask(server, question("one"));
        HttpResponse<String> inMemory = ask(server, question("two"));
        faults.stop();

        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).contains("cannot be read: the disk reports an error");
        assertThat(inMemory.body()).isEqualTo(ANSWER);
        assertThat(ask(server, question("one")).body()).isEqualTo(ANSWER);
        server.close();
        assertThat(files.open()).isZero();
    }

    private static String question(String text) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }
}
