package io.reprise.cli.argument;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.config.ChosenValue;
import io.reprise.config.Setting;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServeFlagsTest {
    private static Map<Setting, ChosenValue> parsed(String... arguments) {
        ServeFlags flags = new ServeFlags("a free one");
        new CommandLine(CommandSpecBuilder.of(() -> 0, "serve", "")
                        .takes(flags.all())
                        .spec())
                .parseArgs(arguments);
        return flags.values();
    }

    private static Setting setting(String flag) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.flag().equals(flag))
                .findFirst()
                .orElseThrow();
    }

    /** The environment or the file may have said true. */
    @Test
    void falseCountsAsWell() {
        for (Parameter<?> each : new ServeFlags("a free one").all()) {
            String flag = ((CommandLine.Model.OptionSpec) each.spec()).longestName();
            if (each.spec().typeInfo().isBoolean() && !flag.equals("--demo")) {
                assertThat(parsed(flag + "=false")).containsExactly(Map.entry(setting(flag), chosen("false", flag)));
                assertThat(parsed(flag + "=true")).containsExactly(Map.entry(setting(flag), chosen("true", flag)));
                assertThat(parsed(flag)).containsExactly(Map.entry(setting(flag), chosen("true", flag)));
            }
        }
    }

    private static ChosenValue chosen(String text, String flag) {
        return new ChosenValue(text, flag);
    }

    @Test
    void whatIsNotGivenLeavesEnvironmentAndFileAlone() {
        assertThat(parsed()).isEmpty();
        assertThat(parsed("--demo")).isEmpty();
    }

    /** That the test above does not pass over them. */
    @ParameterizedTest
    @ValueSource(strings = {"--fresh-ids", "--keep-errors", "--keep-cut", "--dates", "--mcp-write"})
    void flagsNeedNoValue(String flag) {
        assertThat(parsed(flag)).containsEntry(setting(flag), chosen("true", flag));
    }
}
