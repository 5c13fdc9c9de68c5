package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see in a terminal: as wide as it is, with its colours, and nothing that controls it. */
class TerminalOutputTest {
    private static final String EVIL = "\\u001b]52;c;aGk=\\u0007\\u009b2J\\u202e\\rx";

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void recordSomethingHostile() {
        String recording = """
                {
                  "reprise": 1,
                  "test": "t EVIL",
                  "occurrence": 1,
                  "upstream": "u EVIL",
                  "request": {
                    "method": "POST",
                    "path": "/v1/chat/completions",
                    "headers": {"content-type": "application/json"},
                    "body": {"model": "m EVIL", "messages": [{"role": "user EVIL", "content": "hello EVIL"}]}
                  },
                  "response": {
                    "status": 200,
                    "headers": {"content-type": "application/json"},
                    "body": {"id": "EVIL", "choices": [{"index": 0, "finish_reason": "stop EVIL",
                        "message": {"role": "assistant", "content": "there EVIL"}}]}
                  }
                }
                """;
        new CommandRunner(directory).write("recordings/hostile.json", recording.replace("EVIL", EVIL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "list --json",
                "show {key}",
                "show recordings/hostile.json --json",
                "lint",
                "lint --json",
                "scrub",
                "list --grep \u001b]2J",
                "show \u001b]2J",
                "\u001b]2J",
                "\u001b[2J --help",
                "serve \u009b2J",
                "serve --mode \u001b]0;x\u0007"
            })
    void neverControlsIt(String command) {
        Ended ended = new CommandRunner(directory)
                .run(command.replace("{key}", "recordings/hostile.json").split(" ", -1));

        assertThat((ended.out() + ended.err()).chars())
                .as("%s", ended)
                .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' || c == 0x202e);
    }

    @Test
    void hasARecordingThatCanBeRead() {
        Ended ended = new CommandRunner(directory).run("show", "recordings/hostile.json");

        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.out()).contains("there ␛]52;c;aGk=␇<U+009B>2J<U+202E>\n    x");
    }

    @Test
    void isRefusedBytesThatWouldControlIt() {
        CommandRunner terminal = new CommandRunner(directory).onTerminal(80);
        terminal.write(
                "recordings/odd.json",
                terminal.read("recordings/hostile.json")
                        .replaceAll("\"body\": \\{\"id\"(?s).*", "\"raw\": \"a\\\\u001b[2Jb\"\n  }\n}\n")
                        .replace("hello", "other")
                        .replace("application/json\"},\n    \"raw\": \"", "text/plain\"},\n    \"raw\": \""));

        Ended refused = terminal.run("show", "recordings/odd.json", "--raw");
        Ended written = new CommandRunner(directory).run("show", "recordings/odd.json", "--raw");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("control a terminal", "> FILE");
        assertThat(written.out()).isEqualTo("a\u001b[2Jb");
    }

    @Test
    void hasColoursWhereItKnowsThem() {
        Ended coloured = new CommandRunner(directory).onTerminal(100).run("list");
        Ended plain = new CommandRunner(directory)
                .onTerminal(100)
                .with("NO_COLOR", "1")
                .run("list");
        Ended wrong = new CommandRunner(directory).onTerminal(100).run("lst");

        assertThat(coloured.out()).startsWith("\u001b[1mTEST");
        assertThat(plain.out()).startsWith("TEST");
        assertThat(wrong.err())
                .isEqualTo("\u001b[31mreprise:\u001b[0m there is no command 'lst'; did you mean 'list'?"
                        + " (see 'reprise --help')\n");
    }

    @ParameterizedTest
    @CsvSource({"40", "80", "120", "200"})
    void isNotTooNarrowForTheList(int columns) {
        Ended ended = new CommandRunner(directory)
                .onTerminal(columns)
                .with("NO_COLOR", "1")
                .run("list");

        assertThat(ended.out().lines()).hasSize(2).allMatch(line -> line.length() <= columns);
    }

    @Test
    void isNotTooNarrowForHelp() {
        assertThat(new CommandRunner(directory)
                        .onTerminal(60)
                        .with("NO_COLOR", "1")
                        .run("list", "--help")
                        .out()
                        .lines()
                        .filter(line -> !line.startsWith("  reprise")))
                .allMatch(line -> line.length() <= 60);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            nonsense --help   => there is no command 'nonsense' (see 'reprise --help')
            --help nonsense   => there is no command 'nonsense' (see 'reprise --help')
            help nonsense     => there is no command 'nonsense' (see 'reprise --help')
            servr --help      => there is no command 'servr'; did you mean 'serve'? (see 'reprise --help')
            help lst          => there is no command 'lst'; did you mean 'list'? (see 'reprise --help')
            """)
    void saysThatACommandIsUnknownAlsoWhereHelpIsAskedFor(String command, String message) {
        assertThat(new CommandRunner(directory).run(command.split(" ", -1)))
                .isEqualTo(new Ended(2, "", "reprise: " + message + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "help list", "list --help", "help help", "--version"})
    void showsHelpOfWhatThereIs(String command) {
        assertThat(new CommandRunner(directory).run(command.split(" ", -1)).status())
                .isZero();
    }

    @Test
    void givesProgramsALogOfJson() {
        Ended ended = new CommandRunner(directory).run("serve", "--log", "json", "--host", "nowhere.invalid");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said())
                .hasSize(1)
                .allSatisfy(line ->
                        assertThat(Json.parse(line).text("message")).startsWith("reprise: --host: 'nowhere.invalid'"));
    }

    @Test
    void readsARecordingFromStandardInput() {
        CommandRunner runner = new CommandRunner(directory);

        Ended ended = runner.typing(runner.read("recordings/hostile.json")).run("show", "-");

        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.out()).contains("/v1/chat/completions", "standard input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- req.sh --\ncurl https://a/v1/x\n-- response.json --\n{}\n",
                "interactions:\n- request: {method: GET, uri: 'https://a/v1/x'}\n"
                        + "  response: {status: {code: 200}, body: {string: '{}'}}\n",
                "{\"interactions\":[{\"request\":{\"method\":\"GET\",\"uri\":\"https://a/v1/x\"},"
                        + "\"response\":{\"status\":{\"code\":200},\"body\":{\"string\":\"{}\"}}}]}"
            })
    void importsEachFormatFromStandardInputWithoutATest(String file) {
        Ended ended = new CommandRunner(directory).typing(file).run("import", "-", "--recordings", "new");

        assertThat(ended.err()).startsWith("imported 1 recording (1 new)");
        assertThat(new CommandRunner(directory)
                        .run("list", "--recordings", "new")
                        .out())
                .doesNotContain("standard-input");
    }

    @Test
    void importsWhatIsOnStandardInput() {
        String txtar = """
                -- req.sh --
                curl -X POST http://localhost:11434/v1/chat/completions -d '{"model":"m","messages":[]}'
                -- response.json --
                {"object":"chat.completion"}
                """;

        Ended ended = new CommandRunner(directory).typing(txtar).run("import", "-", "--recordings", "new", "--dry-run");

        assertThat(ended.said()).first().isEqualTo("would import 1 recording (1 new)");
    }
}
