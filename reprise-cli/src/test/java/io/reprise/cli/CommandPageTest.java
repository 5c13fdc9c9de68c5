package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/cli.md says what {@code --help} says. */
class CommandPageTest {
    private static final Path PAGE = Path.of("../docs/cli.md");
    private static final Path CORRECTED = Path.of("target/cli.md");
    private static final Pattern HELP =
            Pattern.compile("<!-- help: (?<command>[a-z]*) -->\n```\n(?<text>.*?)```\n", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[?`([a-z]+)`");

    @Test
    void holdsTheHelpOfEachCommand() throws IOException {
        String page = Files.readString(PAGE);

        String corrected = HELP.matcher(page)
                .replaceAll(found -> Matcher.quoteReplacement("<!-- help: " + command(found.group()) + " -->\n```\n"
                        + help(command(found.group())) + "```\n"));

        Files.writeString(CORRECTED, corrected);
        assertThat(page)
                .as("docs/cli.md; the right one is in reprise-cli/" + CORRECTED)
                .isEqualTo(corrected);
    }

    @Test
    void leavesNoCommandOut() throws IOException {
        List<String> described = HELP.matcher(Files.readString(PAGE))
                .results()
                .map(found -> command(found.group()))
                .toList();

        List<String> commands = new ArrayList<>(Main.commandLine(ProcessEnvironment.ofProcess())
                .getSubcommands()
                .keySet());
        commands.remove("help");
        commands.add(0, "");
        assertThat(described).isEqualTo(commands);
    }

    @Test
    void itsTableHasEachCommand() throws IOException {
        List<String> listed = ROW.matcher(Files.readString(PAGE).split("\n## ", 2)[0])
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Main.commandLine(ProcessEnvironment.ofProcess())
                        .getSubcommands()
                        .keySet());
    }

    private static String command(String block) {
        Matcher matcher = HELP.matcher(block);
        return matcher.matches() ? matcher.group("command") : "";
    }

    private static String help(String command) {
        String[] arguments = (command + " --help").strip().split(" ");
        CommandRunner.Ended ended = new CommandRunner(Path.of("")).run(arguments);
        assertThat(ended.status()).as(Arrays.toString(arguments)).isZero();
        return ended.out();
    }
}
