package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.pages.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Each command line in a page is one that the program takes. */
class CommandsInPagesTest {
    /** What follows is a comment, another command, or a description in a help text. */
    private static final String END = "( {2,}| #| &| \\||;| >).*";

    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    /** A command within a line of a CI's file, or between back quotes. */
    private static final Pattern WITHIN = Pattern.compile("(?<=\\breprise[\"']? )(?:"
            + String.join(
                    "|",
                    Main.commandLine(ProcessEnvironment.ofProcess())
                            .getSubcommands()
                            .keySet()) + ") [^`\\n]+");

    private static final Pattern QUOTED = Pattern.compile("`reprise [^`]*`");

    @TestFactory
    Stream<DynamicTest> inFilesOfOthersAndInTextsAreTakenByTheProgram() {
        return Page.all().stream()
                .filter(page -> !page.name().equals("CHANGELOG.md"))
                .flatMap(page -> Stream.concat(
                                page.blocks().stream()
                                        .filter(block -> block.language().matches("yaml|groovy"))
                                        .flatMap(block -> block.lines().stream())
                                        .map(line -> line.replaceAll("['\"]$", "")),
                                page.prose().stream()
                                        .flatMap(line -> QUOTED.matcher(line).results())
                                        .map(found -> found.group()))
                        .flatMap(text -> WITHIN.matcher(text).results())
                        .map(found -> found.group().replaceAll(END, ""))
                        .distinct()
                        .map(line -> DynamicTest.dynamicTest(page + ": " + line, () -> takesOnceItIsWhole(line))));
    }

    @TestFactory
    Stream<DynamicTest> areTakenByTheProgram() {
        return Page.all().stream()
                .filter(page -> !List.of("CHANGELOG.md", "docs/performance.md").contains(page.name()))
                .flatMap(page -> page.blocks().stream()
                        .filter(block ->
                                block.language().isEmpty() || block.language().equals("sh"))
                        .flatMap(block -> block.lines().stream())
                        .map(line -> line.strip().replaceAll(END, ""))
                        .filter(line -> line.matches("(?:[A-Z_]+=\\S+ )*(\\./|bin/)?reprise [a-z-].*")
                                && !line.matches("reprise[^ ]*: .*"))
                        .distinct()
                        .map(line -> DynamicTest.dynamicTest(page + ": " + line, () -> takes(line))));
    }

    /** A text may name a command with an option, and leave out what else it needs. */
    private static void takesOnceItIsWhole(String line) {
        try {
            parse(line);
        } catch (CommandLine.MissingParameterException incomplete) {
            assertThat(line).contains(" --");
        }
    }

    private static void takes(String line) {
        assertThatCode(() -> parse(line)).doesNotThrowAnyException();
    }

    private static void parse(String line) {
        String arguments = line.replaceFirst("(?:[A-Z_]+=\\S+ )*(?:\\./|bin/)?reprise ", "");
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(arguments);
        while (word.find()) {
            words.add(word.group().replaceAll("['\"]", ""));
        }

        Main.commandLine(ProcessEnvironment.ofProcess()).parseArgs(words.toArray(String[]::new));
    }
}
