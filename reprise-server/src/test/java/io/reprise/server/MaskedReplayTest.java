package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** With {@code redact: mask}, a client that repeats its own key in a prompt gets its recordings, which do not have the key. */
class MaskedReplayTest {
    private static final String OWN = "my-client-secret-42-abc";
    private static final String BODY = ServerFixture.QUESTION.replace("hi", "hi, my key is " + OWN);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    private Path directory;

    @Test
    void aPromptWithTheClientsOwnKeyIsReplayedByAnotherServer() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            String head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
            out.write(head.getBytes(StandardCharsets.UTF_8));
        });

        assertThat(ask(Mode.RECORD_IF_MISSING, upstream).statusCode()).isEqualTo(200);
        HttpResponse<String> replayed = ask(Mode.REPLAY, upstream);

        assertThat(replayed.statusCode()).as(fixture.log()).isEqualTo(200);
        assertThat(replayed.body()).isEqualTo("{}");
        assertThat(upstream.requests()).hasSize(1);
        assertThat(upstream.requests().get(0)).contains("my key is " + OWN);
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> kept = files.filter(Files::isRegularFile).toList();
            assertThat(kept).hasSize(1);
            assertThat(kept.get(0).getFileName().toString()).contains("masked").doesNotContain("secret");
            assertThat(Files.readString(kept.get(0)))
                    .contains("hi, my key is [masked]")
                    .doesNotContain(OWN);
        }
    }

    private HttpResponse<String> ask(Mode mode, FakeUpstream upstream) throws Exception {
        Redaction redaction = new Redaction(Policy.MASK, List.of(), List.of()).knowing(new KnownCredentials());
        KeyRules rules = KeyRules.NONE.withMask(redaction::mask);
        fixture.redaction(redaction);
        try (DirectoryStore store = new DirectoryStore(directory, rules);
                RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, store, rules, upstream)) {
            return ServerFixture.ask(ServerFixture.chat(server, BODY, "authorization", "Bearer " + OWN));
        }
    }
}
