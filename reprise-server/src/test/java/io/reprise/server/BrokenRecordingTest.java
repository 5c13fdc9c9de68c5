package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording that cannot be read, through a server. */
class BrokenRecordingTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path root;

    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"new\"},\"finish_reason\":\"stop\"}]}";

    private Path keep(String... tests) {
        Path file = root;
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            for (String test : tests) {
                Request request = ServerFixture.request(ServerFixture.QUESTION);
                Question question = KeyRules.NONE.question(request, new TestId(test));
                file = root.resolve(store.append(question, "", new Exchange(request, ServerFixture.stream(0, "[DONE]")))
                        .location());
            }
        }
        return file;
    }

    private RepriseServer serve(Mode mode) throws IOException {
        TestUpstream upstream =
                FakeUpstream.answering("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                        + ANSWER.length() + "\r\n\r\n" + ANSWER);
        Store store = fixture.closing(new DirectoryStore(root, KeyRules.NONE));
        return fixture.serve(mode, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);
    }

    private static HttpResponse<String> ask(RepriseServer server, String... headers) throws Exception {
        return ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, headers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"reprise\": 1", "{\"reprise\": 9}", "\u0000", "null", "[[[["})
    void isReplacedInModeRecord(String content) throws Exception {
        Path file = keep("");
        Files.writeString(file, content);

        RepriseServer server = serve(Mode.RECORD);
        HttpResponse<String> recorded = ask(server);
        server.close();

        assertThat(recorded.body()).isEqualTo(ANSWER);
        assertThat(recorded.headers().map()).doesNotContainKey("x-reprise-warning");
        assertThat(files()).hasSize(1);
        assertThat(ask(serve(Mode.REPLAY)).body()).isEqualTo(ANSWER);
    }

    @Test
    void isReplacedInATestWhereverItStandsInTheSeries() throws Exception {
        keep("a");
        Path second = keep("a");
        Path third = keep("a");
        Files.writeString(second, "{");
        Files.writeString(third, "{");

        RepriseServer server = serve(Mode.RECORD);
        for (int i = 0; i < 2; i++) {
            assertThat(ask(server, "X-Reprise-Test", "a").statusCode()).isEqualTo(200);
        }
        server.close();

        assertThat(files()).hasSize(2);
        assertThat(ask(serve(Mode.REPLAY), "X-Reprise-Test", "a").body()).isEqualTo(ANSWER);
    }

    @Test
    void isReplacedWhereItHasTheWordsOfAnother() throws Exception {
        Path file = keep("");
        Path renamed = Files.move(
                file,
                file.resolveSibling(
                        "renamed" + file.getFileName().toString().replaceAll(".*(-[0-9a-f]{12}.json)", "$1")));
        Files.writeString(renamed, "{");

        RepriseServer server = serve(Mode.RECORD);
        ask(server);
        server.close();

        assertThat(ask(serve(Mode.REPLAY)).body()).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REPLAY", "RECORD_IF_MISSING"})
    void isNamedAndNotAskedForAgain(Mode mode) throws Exception {
        Path file = keep("");
        Files.writeString(file, "{");

        HttpResponse<String> answer = ask(serve(mode));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains(file.getFileName().toString(), "cannot be read");
        assertThat(Files.readString(file)).isEqualTo("{");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }
}
