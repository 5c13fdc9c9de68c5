package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.redact.Canaries;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of wrong settings and of recordings from elsewhere has no credential. */
class CredentialsInMessagesTest {
    @TempDir
    private Path directory;

    private final Canaries canaries = new Canaries(new Random().nextLong());
    private final String token = canaries.of("token.");
    private final String ofUpstream = canaries.of("up+");
    private final String ofProxy = canaries.of("proxy-");
    private final String unknown = canaries.of("own/");
    private final String ofForm = canaries.ofKnownForm();
    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void environment() {
        runner = new CommandRunner(directory)
                .with("EXAMPLE_UPSTREAM_KEY", ofUpstream)
                .with("HTTPS_PROXY", "http://me:" + ofProxy + "@127.0.0.1:1")
                .with("REPRISE_TOKEN", token);
    }

    @Test
    void aWrongSettingIsShownWithoutThem() {
        assertWrong("serve", "--port", "x" + " " + ofForm);
        assertWrong("serve", "--upstream", "https://me:" + unknown + "@api.example.com/v1");
        assertWrong("serve", "--upstream", "https://api.example.com/v1?key=" + unknown);
        assertWrong("serve", "--upstream", "https://api.example.com/v1?key=" + unknown + " x");
        assertWrong("serve", "--upstream", "ftp://me:" + unknown + "@api.example.com/v1");
        assertWrong("serve", "--upstream", "https://me:" + unknown + " @api.example.com/v1");
        assertWrong("serve", "--mode", ofForm);
        assertWrong("serve", "--pace", "x".repeat(190) + " " + ofForm);
        assertWrong("serve", "--" + ofForm);
        assertWrong(ofForm);
        assertWrong("serve", ofUpstream);
        assertWrong("show", ofForm);
        assertWrong("list", "--recordings", "postgresql://me:" + unknown + " @db/x");
        assertWrong("list", "--recordings", "mysql://me:" + unknown + "@db/x");
        assertWrong("serve", "--ca", token, "--mode", "live");
    }

    @Test
    void aWrongFileIsShownWithoutThem() {
        for (String yaml : List.of(
                "upstreams:\n  - url: https://x/v1\n    proxy: 'http://me:" + unknown + "@x y'\n",
                "upstreams:\n  - url: ftp://me:" + unknown + "@x/v1\n",
                "upstreams:\n  - url: 'https://me:" + unknown + "@x/v1 '\n",
                ofForm + ": 1\n",
                "mode: " + ofUpstream + "\n",
                "rules:\n  - replace " + ofForm + "\n",
                "redact:\n  credentials: mask\n  patterns: ['(" + token + "']\n")) {
            runner.write("reprise.yaml", yaml);
            assertWrong("list");
        }
    }

    @Test
    void recordingsFromElsewhereAreShownWithoutThem() {
        String question = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"use " + ofForm + " and "
                + ofUpstream + "\"}]}";
        runner.write(
                "source/a.txtar",
                "-- request.sh --\ncurl http://localhost:8000/v1/chat/completions -H 'content-type: application/json' -d '"
                        + question + "'\n-- response.json --\n{\"a\":1}\n");
        runner.write("source/b.txtar", "curl " + ofForm);
        runner.write(
                "recordings/openai-chat-m-" + token.toLowerCase(Locale.ROOT) + "-0123456789ab.json",
                "{\"reprise\":1,\"request\":{\"method\":\"POST\",\"path\":\"/v1/chat/completions\",\"body\":" + question
                        + "},\"response\":{\"status\":200,\"body\":{\"a\":\"" + ofProxy + "\"}}}");
        runner.write("recordings/broken-" + ofUpstream + ".json", "{\"reprise\":1," + ofForm);

        for (String[] command : new String[][] {
            {"import", "source", "--test", "t", "--recordings", "imported"},
            {"import", "source", "--test", ofForm, "--recordings", "imported", "--json"},
            {"import", "source/" + ofForm, "--recordings", "imported"},
            {"list"},
            {"list", "--json"},
            {"list", "--model", ofForm},
            {"lint"},
            {"lint", "--json"},
            {"scrub"},
            {"scrub", "--json"},
            {"show", "0"},
            {"show", "0", "--json"}
        }) {
            Ended ended = runner.run(command);

            assertSaysNone(command, ended);
        }
        runner.files("recordings").keySet().forEach(name -> assertThat(name).doesNotContain("imported"));
    }

    private void assertWrong(String... command) {
        Ended ended = runner.run(command);

        assertThat(ended.status()).as(String.join(" ", command)).isNotZero();
        assertThat(ended.err()).as(String.join(" ", command)).isNotEmpty();
        assertSaysNone(command, ended);
    }

    private void assertSaysNone(String[] command, Ended ended) {
        canaries.assertNoneIn(String.join(" ", command), ended.out() + ended.err());
    }
}
