package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCassettesTest {
    private static final String CASSETTE = """
            interactions:
            - request: {method: GET, uri: 'https://a.example/v1/x'}
              response: {status: {code: 200}, headers: {authorization: [REDACTED]}, body: {string: one}}
            - request: {method: GET, uri: 'https://b.example/v1/x'}
              response: {status: {code: 200}, headers: {}, body: {string: two}}
            """;

    @TempDir
    private Path directory;

    @Test
    void namesABrokenFileWithItsPlaceAndImportsAllOthers() throws IOException {
        write("cassettes/a.yaml", "interactions:\n- request: [1, 2\n  other: 3\n");
        write("cassettes/b.yaml", CASSETTE);
        write("cassettes/values.yaml", "replicas: 3\n");

        Ended ended = new CommandRunner(directory).run("import", "cassettes");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).element(0).isEqualTo("imported 2 recordings (2 new)");
        assertThat(ended.err())
                .contains("failed: a.yaml: it is not YAML: ", " at line 3, column ")
                .contains("left out 1: it is in none of the formats ", "(values.yaml)");
    }

    @Test
    void saysThatADirectoryOfOtherFilesHasNothingToImport() throws IOException {
        write("other/package.json", "{\"name\":\"x\"}");

        Ended ended = new CommandRunner(directory).run("import", "other");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.said()).last().isEqualTo("there was nothing to import in 'other'");
    }

    @Test
    void importsOnceWhatIsImportedTwice() throws IOException {
        write("cassettes/t/b.yaml", CASSETTE);
        CommandRunner runner = new CommandRunner(directory);

        runner.run("import", "cassettes");
        Ended again = runner.run("import", "cassettes");
        Ended list = runner.run("list", "--json");

        assertThat(again.said()).element(0).isEqualTo("imported 2 recordings (2 unchanged)");
        assertThat(list.out()).contains("\"t/b\"", "a.example", "b.example");
    }

    @Test
    void refusesWhatSeemsToBeACredential() throws IOException {
        write("cassettes/b.yaml", CASSETTE.replace("one", "sk-proj-" + "a1B2c3D4".repeat(8)));

        Ended ended = new CommandRunner(directory).run("import", "cassettes");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("failed: b.yaml#1: it seems to contain a credential")
                .doesNotContain("a1B2c3D4");
    }

    @Test
    void readsOnlyOneFormatWhereItIsNamed() throws IOException {
        write("cassettes/b.yaml", CASSETTE);

        Ended ended = new CommandRunner(directory).run("import", "cassettes", "--format", "ruby-vcr");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).contains("left out 1: it is in none of the formats ruby-vcr (b.yaml)");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
