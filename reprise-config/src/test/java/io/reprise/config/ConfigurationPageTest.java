package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.key.KeyRule;
import io.reprise.core.redact.Redaction.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md says what counts. */
class ConfigurationPageTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void hasARowForEachSetting() throws IOException {
        List<String> rows = page().lines()
                .filter(line -> line.startsWith("| ") && line.split("\\|", -1).length == 7)
                .skip(1)
                .map(line -> line.substring(0, line.lastIndexOf("| ", line.length() - 3) + 2))
                .toList();

        assertThat(rows)
                .isEqualTo(Arrays.stream(Setting.values())
                        .map(ConfigurationPageTest::row)
                        .toList());
    }

    @Test
    void hasAnExampleThatIsTakenAsItIs() throws IOException {
        String page = page();
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n\n## Upstreams"));

        Configuration configuration = new GivenSettings(directory)
                .yaml(example)
                .variable("API_KEY", "k")
                .configuration();

        assertThat(configuration.of(Setting.RECORDINGS).text())
                .isEqualTo(directory.resolve("tests/recordings").toString());
        assertThat(configuration.upstreams())
                .extracting(upstream -> upstream.name() + "=" + upstream.url() + " " + upstream.models())
                .containsExactly(
                        "hosted=https://api.example.com/v1 [gpt-*, o4-mini]",
                        "local=http://localhost:11434/v1 [llama3*]",
                        "vllm=http://gpu1:8000/v1 []");
        assertThat(configuration.rules().rules())
                .extracting(KeyRule::toString)
                .containsExactly(
                        "leave out $.metadata.request_id",
                        "leave out $..timestamp",
                        "replace uuid",
                        "replace /run-[0-9]+/ with <run> in $.messages",
                        "round to 4 places in $.temperature",
                        "include header openai-project");
        assertThat(configuration.answers().paces()).hasSize(1);
        assertThat(configuration.answers().faults()).hasSize(1);
        assertThat(configuration.redaction().policy()).isEqualTo(Policy.MASK);
        assertThat(configuration
                        .serverSettings(Optional.empty(), Optional.empty())
                        .listening()
                        .port())
                .isEqualTo(8000);
    }

    private static String row(Setting setting) {
        boolean isInFile = Setting.ofMember(setting.label()).isPresent();
        return "| " + cell(isInFile ? setting.label() : "") + cell(setting.flag()) + cell(setting.variable())
                + cell(setting.standard());
    }

    private static String cell(String text) {
        return text.isEmpty() ? "| " : "`" + text + "` | ";
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/configuration.md"));
    }
}
