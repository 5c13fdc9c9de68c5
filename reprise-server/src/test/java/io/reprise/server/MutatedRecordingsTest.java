package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.MutatedFiles;
import io.reprise.core.store.RandomConversations;
import io.reprise.core.store.RandomRecordings;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of recordings that hands, tools and disks have changed, and a server that replays them: each question is answered as the file says, or
 * with a clear error, or it is a miss. {@code -Dmutations=20000} tries so many.
 */
@Slow
class MutatedRecordingsTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 600);
    private static final int BATCH = 250;
    /** An answer that has not come by then never comes. */
    private static final int PATIENCE_MS = 20_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    /** A file with its question. */
    private record Mutated(Path file, Question question, String description) {}

    /** What the store makes of a file: nothing where it has no answer to its question. */
    private record Expected(boolean isBroken, List<Response> answers) {}

    @Test
    void areAnsweredAsTheySayOrWithAClearErrorAndHarmNoOthers() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        for (int done = 0; done < MUTATIONS; done += BATCH) {
            Path root = directory.resolve("batch-" + done);
            List<Mutated> mutated = mutate(root, seed + done);
            check(root, mutated);
        }
    }

    private List<Mutated> mutate(Path root, long seed) throws IOException {
        RandomRecordings recordings = new RandomRecordings(seed);
        RandomConversations conversations = new RandomConversations(seed);
        MutatedFiles mutations = new MutatedFiles(seed);
        Random random = new Random(seed);
        List<Mutated> all = new ArrayList<>();
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            for (int i = 0; i < BATCH; i++) {
                Exchange exchange = random.nextInt(8) == 0
                        ? conversation(conversations.next().exchange(), i)
                        : new Exchange(request(i), sendable(recordings.response()));
                Question question = KeyRules.NONE.question(exchange.request(), TestId.NONE);
                Path file = root.resolve(store.append(question, "", exchange).location());
                byte[] changed = mutations.of(Files.readString(file));
                Files.write(file, changed);
                String text = new String(changed, StandardCharsets.UTF_8);
                String brief = text.length() > 3_000 ? text.substring(0, 3_000) + "…" : text;
                all.add(new Mutated(file, question, "seed " + seed + ", file " + i + ": " + brief));
            }
            Question control = control();
            store.append(control, "", new Exchange(control.request(), ServerFixture.stream(0, "[DONE]")));
        }
        return all;
    }

    private static Response sendable(Response response) {
        return response.ending() == Ending.OPEN ? response.withEnding(Ending.COMPLETE) : response;
    }

    private static Request request(int number) {
        return ServerFixture.request(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"question " + number + "\"}]}");
    }

    private static Exchange conversation(Exchange exchange, int number) {
        Request handshake = new Request("GET", "/v1/realtime", "model=" + number, Headers.NONE, Bytes.EMPTY);
        return Exchange.conversation(
                handshake, exchange.response().headers(), exchange.socket().orElseThrow(), Ending.COMPLETE);
    }

    private static Question control() {
        return KeyRules.NONE.question(request(-1), TestId.NONE);
    }

    private void check(Path root, List<Mutated> all) throws IOException {
        Set<String> broken = new TreeSet<>();
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
            for (Mutated mutated : all) {
                Expected expected = expected(root, mutated);
                check(server, mutated, expected);
                if (expected.isBroken()) {
                    broken.add(root.relativize(mutated.file()).toString());
                }
            }
            assertThat(ask(server, control().request()).head()).startsWith("HTTP/1.1 200");
            server.close();
        }
        assertThat(reportedByLint(root)).isEqualTo(broken);
    }

    /** By a store of its own, as it is read for the first time. */
    private static Expected expected(Path root, Mutated mutated) {
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            return new Expected(
                    false,
                    store.find(mutated.question()).entries().stream()
                            .map(entry -> entry.recording().exchange())
                            .filter(exchange -> exchange.socket().isEmpty())
                            .map(Exchange::response)
                            .toList());
        } catch (StoreException unreadable) {
            assertThat(unreadable)
                    .as(mutated.description())
                    .hasMessageContaining("'" + mutated.file().getFileName() + "' cannot be read: ");
            return new Expected(true, List.of());
        }
    }

    private static void check(RepriseServer server, Mutated mutated, Expected expected) throws IOException {
        RawAnswer answer;
        try {
            answer = ask(server, mutated.question().request());
        } catch (SocketTimeoutException hung) {
            fail("no answer: " + mutated.description(), hung);
            return;
        }
        if (expected.isBroken()) {
            assertThat(answer.head()).as(mutated.description()).startsWith("HTTP/1.1 500");
            assertThat(answer.body())
                    .as(mutated.description())
                    .contains("cannot be read: ")
                    .doesNotContain("unexpected error");
        } else if (expected.answers().isEmpty()) {
            assertThat(answer.head())
                    .as(mutated.description())
                    .startsWith("HTTP/1.1 404")
                    .contains("x-reprise-miss");
        } else {
            checkReplayed(answer, expected.answers().get(0), mutated);
        }
    }

    private static void checkReplayed(RawAnswer answer, Response recorded, Mutated mutated) {
        if (recorded.ending() == Ending.CUT && !Response.mayHaveBody(recorded.status())) {
            return; // the connection breaks before anything comes, or there is nothing to break
        }
        assertThat(answer.head()).as(mutated.description()).startsWith("HTTP/1.1 " + recorded.status() + " ");
        boolean isWhole = recorded.ending() == Ending.COMPLETE || recorded.ending() == Ending.EARLY;
        if (isWhole && Response.mayHaveBody(recorded.status())) {
            assertThat(answer.ending()).as(mutated.description()).isEqualTo(RawAnswer.Ending.WHOLE);
            assertThat(Bytes.concat(answer.pieces().stream().map(Bytes::owning).toList()))
                    .as(mutated.description())
                    .isEqualTo(recorded.body());
        }
        String head = answer.head().replaceAll(": +", ": ");
        recorded.headers()
                .ofAnswerTo(mutated.question().request().method())
                .without("x-reprise-upstream")
                .fields()
                .forEach(field -> assertThat(head)
                        .as(mutated.description())
                        .containsIgnoringCase(
                                "\n" + field.name() + ": " + field.value().strip()));
    }

    private static RawAnswer ask(RepriseServer server, Request request) throws IOException {
        String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        String head = request.method() + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + (request.body().isEmpty()
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: "
                                + request.body().size() + "\r\n")
                + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write(Bytes.concat(List.of(Bytes.utf8(head), request.body()))
                            .toArray());
            return RawAnswer.read(socket.getInputStream());
        }
    }

    private static Set<String> reportedByLint(Path root) {
        Set<String> reported = new TreeSet<>();
        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(finding -> {
            if (finding.severity() == Severity.ERROR && finding.problem().contains("cannot be read")) {
                reported.add(finding.file());
            }
        });
        return reported;
    }
}
