package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.config.Setting;
import io.reprise.formats.Formats;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongUseTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
                    srve                        => there is no command 'srve'; did you mean 'serve'? (see 'reprise --help')
                    version                     => there is no command 'version'; did you mean '--version'? (see 'reprise --help')
                    --json list                 => there is no option '--json' (see 'reprise --help')
                    frobnicate                  => there is no command 'frobnicate' (see 'reprise --help')
                    serve --prot 1              => there is no option '--prot'; did you mean '--port'? (see 'reprise serve --help')
                    serve --port                => missing required parameter for option '--port' (PORT) (see 'reprise serve --help')
                    serve extra                 => 'extra' is not expected here (see 'reprise serve --help')
                    list src                    => 'src' is not expected here; --recordings src names the directory (see 'reprise list --help')
                    serve --mode recrod         => --mode: 'recrod' is not a mode; the modes are live, record, replay, record-if-missing
                    serve --mode record         => mode record needs an upstream, but none is known; add --upstream URL
                    serve --mode live           => mode live needs an upstream, but none is known; add --upstream URL
                    serve --upstream foo        => --upstream: 'foo' is not an upstream; give http://host[:port]/path or https://…
                    serve --host nowhere.invalid => --host: 'nowhere.invalid' is not an address of this machine; write 127.0.0.1, or 0.0.0.0 for all of its addresses
                    serve --config nofile       => there is no configuration file '{here}/nofile'; correct --config
                    serve --demo --mode record  => --demo serves only its own recordings; leave out --recordings, --config, --upstream and --mode
                    serve --demo --recordings r => --demo serves only its own recordings; leave out --recordings, --config, --upstream and --mode
                    import                      => missing required parameter: 'SOURCE' (see 'reprise import --help')
                    import --format cassette .  => 'cassette' is not a format; the formats are {formats}
                    list --grep [               => --grep: '[' is not a regular expression: Unclosed character class, at character 1
                    list --recordings mysql://u:p@h/d => --recordings: recordings cannot be at 'mysql:…': there is no store for this kind of URL; give a directory, such as ./recordings, or postgresql://…
                    serve --recordings s3://b   => --recordings: recordings cannot be at 's3:…': there is no store for this kind of URL; give a directory, such as ./recordings, or postgresql://…
                    serve --recordings file:/r  => --recordings: recordings cannot be at 'file:…': there is no store for this kind of URL; give the directory as a path: /r, or postgresql://…
                    export --format llama-stack s3://b/c => 's3:…' is a URL, and only a directory is possible here; give a path, such as ./recordings
                    serve --ca nofile           => --ca: there is no file '{here}/nofile'; correct the path
                    serve --drain 5             => --drain: '5' has no unit; write 5s for seconds, 5ms for milliseconds, or 5m for minutes
                    lint --recordings s3://b    => --recordings: recordings cannot be at 's3:…': there is no store for this kind of URL; give a directory, such as ./recordings, or postgresql://…
                    show                        => missing required parameter: 'KEY|FILE' (see 'reprise show --help')
                    show xyz                    => 'xyz' is neither a file nor the beginning of a key; 'reprise list' shows both
                    show --occurrence x abc     => --occurrence: 'x' is not a whole number of 1 or more (see 'reprise show --help')
                    nonsense --help             => there is no command 'nonsense' (see 'reprise --help')
                    help nonsense               => there is no command 'nonsense' (see 'reprise --help')
                    help srve                   => there is no command 'srve'; did you mean 'serve'? (see 'reprise --help')
                    serve --nonsense            => there is no option '--nonsense' (see 'reprise serve --help')
                    list --sort                 => missing required parameter for option '--sort' (MEMBER) (see 'reprise list --help')
                    list --sort byte            => --sort: cannot sort by 'byte'; did you mean 'bytes'? possible are test, recorded, bytes, chunks, status, model, each with '-' before it for descending
                    diff --jsn a b              => there is no option '--jsn'; did you mean '--json'? (see 'reprise diff --help')
                    diff - x --config -         => standard input can be read only once, and '-' is given for --config and for a recording
                    list --config - --config -  => option '--config' (FILE) should be specified only once (see 'reprise list --help')
                    mcp --config -              => --config -: standard input has the messages of the agent; give the configuration as a file
                    run --config - -- true      => --config -: standard input belongs to the command that is run; give the configuration as a file
                    completion                  => missing required parameter: 'bash|zsh|fish' (see 'reprise completion --help')
                    completion tcsh             => there is no completion for 'tcsh'; the shells are bash, zsh and fish
                    """)
    void isNamedInOneLineThatSaysWhatToDo(String command, String message) {
        Ended ended = new CommandRunner(directory).run(command.split(" "));

        String expected = message.replace("{here}", "" + directory)
                .replace("{formats}", Formats.installed().names());
        assertThat(ended).isEqualTo(new Ended(2, "", "reprise: " + expected + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show abc", "lint"})
    void aStoreThatIsNotThereIsNamed(String command) {
        Ended ended = new CommandRunner(directory).run(command.split(" "));

        assertThat(ended)
                .isEqualTo(new Ended(
                        1,
                        "",
                        "reprise: there is no directory 'recordings'; --recordings DIR names the one with the"
                                + " recordings\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "import {seeds}", "list", "show abc", "lint"})
    void aStoreThatIsAFileIsNamed(String command) {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("file", "");

        Ended ended = runner.run((command.replace("{seeds}", CommandRunner.seeds()) + " --recordings file").split(" "));

        assertThat(ended)
                .isEqualTo(new Ended(
                        1,
                        "",
                        "reprise: 'file' is not a directory; --recordings DIR names the one with the recordings\n"));
    }

    @Test
    void withoutACommandThereIsHelpWhereScriptsDoNotTakeItForOutput() {
        Ended ended = new CommandRunner(directory).run();

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said()).startsWith("Usage: reprise [-hV] COMMAND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "stats",
                "lint",
                "scrub",
                "prune",
                "show x",
                "play x",
                "diff x y",
                "verify",
                "mv a b",
                "export --format vcr x",
                "import x",
                "doctor --offline --port 0",
                "mcp",
                "run -- true",
            })
    void aMisspeltVariableIsNamed(String command) {
        Ended ended =
                new CommandRunner(directory).with("REPRISE_MDOE", "replay").run(command.split(" ", -1));

        assertThat(ended.said())
                .containsOnlyOnce("the environment variable REPRISE_MDOE is ignored: there is no such setting;"
                        + " did you mean REPRISE_MODE?");
    }

    @ParameterizedTest
    @EnumSource
    void noFlagOfASettingIsUnknownToServe(Setting setting) {
        String help = new CommandRunner(directory).run("serve", "--help").out();

        assertThat(help).contains(setting.flag());
    }
}
