package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertTest {
    private static final String CASSETTE = """
            interactions:
            - request:
                body: '{"model":"m","messages":[{"role":"user","content":"hi"}]}'
                headers: {content-type: [application/json]}
                method: POST
                uri: http://localhost:11434/v1/chat/completions
              response:
                body: {string: '{"object":"chat.completion","model":"m","choices":[]}'}
                headers: {content-type: [application/json], x-request-id: [a]}
                status: {code: 200, message: OK}
            version: 1
            """;

    @TempDir
    Path directory = Path.of("");

    private CommandRunner commands = new CommandRunner(Path.of(""));

    @BeforeEach
    void write() {
        commands = new CommandRunner(directory);
        commands.write("cassettes/chat/joke.yaml", CASSETTE);
    }

    @Test
    void writesInOneStepWhatImportAndExportWriteInTwo() {
        commands.write("cassettes/chat/again.yaml", CASSETTE.replace("hi", "again"));
        assertThat(commands.run("import", "cassettes").status()).isZero();
        assertThat(commands.run("export", "--format", "llama-stack", "two").status())
                .isZero();

        Ended ended = commands.run("convert", "cassettes", "--format", "llama-stack", "one");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said()).element(0).isEqualTo("converted 2 recordings");
        assertThat(ended.said())
                .anySatisfy(line -> assertThat(line).startsWith("lost in 2: ").contains("headers"));
        assertThat(contents("one")).hasSize(2).isEqualTo(contents("two"));
    }

    /** Without the times at which they were written. */
    private Map<String, String> contents(String place) {
        Map<String, String> files = new TreeMap<>(commands.files(place));
        files.replaceAll((name, file) -> file.substring(file.indexOf(' ')));
        return files;
    }

    @Test
    void tellsAsJsonWhatWasLost() {
        Ended ended = commands.run("convert", "cassettes", "--format", "llama-stack", "--json", "out");

        Json summary = Json.parse(ended.out());
        assertThat(summary.get("converted")).contains(Json.parse("1"));
        assertThat(summary.get("failed")).contains(Json.parse("[]"));
        assertThat(summary.get("losses").orElseThrow().toString()).contains("chat/joke.yaml#1");
    }

    @Test
    void searchesForCredentialsAsImportDoes() {
        commands.write("cassettes/chat/joke.yaml", CASSETTE.replace("hi", "ghp_" + "a1B2c3D4e5F6".repeat(3)));

        Ended ended = commands.run("convert", "cassettes", "--format", "llama-stack", "out");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("failed: chat/joke.yaml#1: it seems to contain a credential")
                        .doesNotContain("ghp_"));
        assertThat(directory.resolve("out"))
                .satisfiesAnyOf(
                        out -> assertThat(out).doesNotExist(),
                        out -> assertThat(out).isEmptyDirectory());
    }

    @Test
    void readsStandardInput() {
        Ended ended =
                commands.typing(CASSETTE).run("convert", "-", "--from", "vcrpy", "--format", "llama-stack", "out");

        assertThat(ended.said()).element(0).isEqualTo("converted 1 recording");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(commands.run("convert", "missing", "--format", "llama-stack", "out"))
                .isEqualTo(new Ended(
                        1, "", "converted 0 recordings\nfailed: missing: it does not exist; correct the path\n"));
        assertThat(commands.run("convert", "cassettes", "--format", "llama-stack", "cassettes/../cassettes")
                        .err())
                .contains("is the source as well; name another directory for the files");
    }

    @Test
    void aLinkToTheSourceIsTheSourceAsWell() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("cassettes"));

        Ended ended = commands.run("convert", "cassettes", "--format", "vcrpy", "link");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("'link' is the source as well");
    }

    @Test
    void exportReplacesNoFileOfAnotherTool() {
        String secret = CASSETTE.replace("hi", "ghp_" + "a1B2c3D4e5F6".repeat(3));
        String both = CASSETTE.replace("version: 1\n", secret.substring(secret.indexOf("- request")));
        commands.write("cassettes/chat/joke.yaml", both);
        assertThat(commands.run("import", "cassettes").status()).isEqualTo(1);

        Ended ended = commands.run("export", "--format", "vcrpy", "cassettes");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .contains("exported 0 recordings (0 written, 0 unchanged)")
                .contains("failed: chat/joke.yaml: it is not a file of an earlier export; name another directory");
        assertThat(directory.resolve("cassettes/chat/joke.yaml")).hasContent(both);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vcrpy", "ruby-vcr", "go-vcr", "har", "jsonl", "polly", "wiremock", "llama-stack"})
    void countsWhatIsInNoFile(String format) {
        commands.write("cassettes/chat/pun.yaml", CASSETTE.replace("hi", "a pun"));
        commands.write("out/.tmp", "in the place of the directory for files that are being written");

        Ended ended = commands.run("convert", "cassettes", "--format", format, "out");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).element(0).isEqualTo("converted 0 recordings");
        assertThat(ended.said().stream().filter(line -> line.startsWith("failed: ")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("cannot write").contains("a file, not a directory"))
                .doesNotHaveDuplicates();
    }
}
