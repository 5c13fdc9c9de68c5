package io.reprise.core.store.housekeeping;

import static io.reprise.core.store.StoreContract.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialPlace;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.ScrubStep.Action;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store from elsewhere, without its credentials. */
class StoreScrubTest {
    private static final String SECRET = "sk-" + "proj-" + "Zk3q8W".repeat(8);
    private static final Redaction MASK = new Redaction(Redaction.Policy.MASK, List.of(), List.of());

    @TempDir
    Path root;

    @Test
    void masksAPromptAndIsFoundByServersThatMask() throws IOException {
        Exchange exchange = asked("my key is " + SECRET, answer("Hi"));
        Path before = keep("", exchange);
        Files.writeString(
                before, Files.readString(before).replaceFirst("\\{\n", "{\n  \"x-note\": \"kept by hand\",\n"));

        List<ScrubStep> planned = scrub(false, false);
        assertThat(before).exists();
        List<ScrubStep> done = scrub(true, false);

        assertThat(done).isEqualTo(planned).singleElement().satisfies(step -> {
            assertThat(step.action()).isEqualTo(Action.MASKED);
            assertThat(step.findings()).isNotEmpty();
            assertThat(step.target()).isPresent();
            assertThat(step.toString()).doesNotContain(SECRET).doesNotContain("zk3q8w");
        });
        assertThat(before).doesNotExist();
        assertClean();
        assertThat(contents().values()).singleElement().asString().contains("\"x-note\": \"kept by hand\"", "[masked]");
        try (Store store = open()) {
            Question masked = KeyRules.NONE.question(MASK.mask(exchange.request()), TestId.NONE);
            assertThat(store.find(masked).entries()).hasSize(1);
        }
    }

    @Test
    void masksWhatIsSplitOverTheChunksOfAStream() throws IOException {
        int half = SECRET.length() / 2;
        String event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n";
        Response plain = answer("x");
        Response split = plain.withChunks(List.of(
                Chunk.of(1, String.format(event, "it is " + SECRET.substring(0, half))),
                Chunk.of(2, String.format(event, SECRET.substring(half) + " ok")),
                Chunk.of(3, "data: [DONE]\n\n")));
        Path file = keep("", asked("hello", split));
        Files.writeString(file, Files.readString(file).replaceFirst("\\{\n", "{\n  \"x-note\": \"" + SECRET + "\",\n"));

        scrub(true, false);

        assertThat(file)
                .content()
                .contains("\"x-note\": \"[masked]\"", "\"at\": 2")
                .doesNotContain(SECRET.substring(half));
        assertClean();
    }

    @Test
    void masksTestIdsWithTheirDirectories() throws IOException {
        Path before = keep("tests/test_a.py::test_b[" + SECRET + "]", asked("hello", answer("Hi")));

        List<ScrubStep> done = scrub(true, false);

        assertThat(done)
                .singleElement()
                .satisfies(step -> assertThat(step.toString()).doesNotContainIgnoringCase(SECRET));
        assertThat(before.getParent()).doesNotExist();
        assertThat(contents().keySet()).singleElement().asString().doesNotContainIgnoringCase("zk3q8w");
        assertClean();
    }

    @Test
    void removesHeadersAndMembersOfTheQueryThatAreCredentials() throws IOException {
        Request request = new Request("GET", "/v1/models/x", "key=" + "secret-of-mine&a=b", Headers.NONE, Bytes.EMPTY);
        Response response = new Response(
                200,
                Headers.of("content-type", "application/json", "authorization", "Bearer something"),
                Response.whole(200, "", Bytes.EMPTY).format(),
                List.of(Chunk.of(0, "{}")),
                Ending.COMPLETE);
        Path file = keep("", new Exchange(request, response));

        scrub(true, false);

        assertThat(contents().toString()).doesNotContain("secret-of-mine").doesNotContain("Bearer");
        assertThat(file).exists();
        assertClean();
    }

    @Test
    void numbersAnswersToQuestionsThatBecomeTheSame() throws IOException {
        for (int i = 1; i <= 3; i++) {
            keep("", asked("my key is " + "sk-" + "proj-" + ("Zk3q8W" + i).repeat(7), answer("answer " + i)));
        }

        scrub(true, false);

        assertThat(contents()).hasSize(3);
        assertThat(contents().keySet().stream().filter(name -> name.matches(".*\\.[23]\\.json")))
                .hasSize(2);
        assertThat(lint()).isEmpty();
    }

    @Test
    void leavesOrDeletesWhatCannotBeMasked() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        System.arraycopy((" " + SECRET + " ").getBytes(StandardCharsets.US_ASCII), 0, noise, 500, SECRET.length() + 2);
        keep("", asked("binary", Response.whole(200, "audio/mpeg", Bytes.owning(noise))));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(("my key is " + SECRET).getBytes(StandardCharsets.US_ASCII));
        }
        keep("", asked("packed", Response.whole(200, "application/gzip", Bytes.owning(packed.toByteArray()))));
        Path broken = keep("a_test", asked("broken", answer("Hi")));
        Files.writeString(broken, "{\"reprise\": 1, \"key\": \"" + SECRET + "\"");
        keep("", asked("fine", answer("Hi")));
        Map<String, String> before = contents();

        assertThat(scrub(true, false))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.action()).isEqualTo(Action.LEFT));
        assertThat(contents()).isEqualTo(before);

        assertThat(scrub(false, true))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.action()).isEqualTo(Action.DELETED));
        assertThat(contents()).isEqualTo(before);

        scrub(true, true);
        assertThat(contents().keySet()).singleElement().asString().contains("fine");
        assertThat(broken.getParent()).doesNotExist();
    }

    @Test
    void namesWhatCannotBeRead() throws IOException {
        Path broken = keep("", asked("broken", answer("Hi")));
        Files.writeString(broken, "{\"reprise\": 1");

        assertThat(scrub(true, true)).singleElement().satisfies(step -> {
            assertThat(step.action()).isEqualTo(Action.FAILED);
            assertThat(step.reason()).get().asString().contains("cannot be read");
        });
        assertThat(broken).exists();
    }

    @Test
    void changesNothingTheSecondTimeAndGoesOnWhereItWasKilled() throws IOException {
        Exchange exchange = asked("my key is " + SECRET, answer("Hi"));
        Path file = keep("", exchange);
        keep("", asked("clean", answer("Hi")));
        String old = Files.readString(file);
        scrub(true, false);
        Map<String, String> once = contents();

        assertThat(scrub(true, false)).isEmpty();
        assertThat(contents()).isEqualTo(once);

        Files.writeString(file, old); // as if it had been killed before it deleted the old file
        assertThat(scrub(true, false)).hasSize(1);
        assertThat(contents()).isEqualTo(once);
    }

    @Test
    void isAskedForByLintWhichSaysTheLine() throws IOException {
        Path file = keep("", asked("my key is " + SECRET, answer("Hi")));
        Files.writeString(file, Files.readString(file).replaceFirst("\\{\n", "{\n  \"x-note\": \"" + SECRET + "\",\n"));
        List<String> lines = Files.readAllLines(file);

        List<Finding> findings = lint();

        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .filteredOn(finding -> !finding.problem().contains("path of the file"))
                .hasSizeGreaterThan(1)
                .allSatisfy(finding -> {
                    CredentialPlace place = finding.credential().orElseThrow();
                    assertThat(lines.get(place.line().orElseThrow() - 1)).contains(SECRET);
                    assertThat(finding.problem()).contains(", line ");
                });
        assertThat(findings.toString()).doesNotContainIgnoringCase(SECRET.substring(0, 30));
    }

    private void assertClean() throws IOException {
        assertThat(contents().toString()).doesNotContain(SECRET);
        assertThat(lint())
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .isEmpty();
    }

    private static Exchange asked(String words, Response response) {
        return new Exchange(
                Request.post(
                        "/v1/chat/completions",
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}"),
                response);
    }

    private Path keep(String test, Exchange exchange) {
        try (Store store = open()) {
            Question question = KeyRules.NONE.question(exchange.request(), new TestId(test));
            return root.resolve(store.append(question, "", exchange).location());
        }
    }

    private Store open() {
        return new DirectoryStore(root, KeyRules.NONE);
    }

    private List<ScrubStep> scrub(boolean isWritten, boolean deletes) {
        List<ScrubStep> steps = new ArrayList<>();
        new StoreScrub(root, KeyRules.NONE, MASK, new ScrubStep.Extent(isWritten, deletes)).run(steps::add, () -> {});
        return steps;
    }

    private List<Finding> lint() {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        return findings;
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
