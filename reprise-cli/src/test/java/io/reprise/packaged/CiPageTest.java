package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.pages.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The commands for each CI service in docs/ci.md unpack the program, and run tests that find its server. */
@Slow
class CiPageTest {
    private static final Pattern STEP = Pattern.compile("sh '(?<command>[^']+)'");
    private static final Path PROGRAM = Path.of("target/reprise").toAbsolutePath();

    /** Stands for pytest: writes down which server it would ask. */
    private static final String PYTEST = "#!/bin/sh\necho \"$OPENAI_BASE_URL\" >asked\n";

    @TempDir
    Path directory = Path.of("");

    @Test
    void areThoseOfThreeServices() {
        assertThat(services()).hasSize(3);
    }

    @TestFactory
    Stream<DynamicTest> runTheTests() {
        return services().map(block -> DynamicTest.dynamicTest("line " + block.line(), () -> runs(block)));
    }

    private void runs(Page.Block block) throws Exception {
        Path project = Files.createDirectories(directory.resolve("line-" + block.line()));
        for (String program : List.of("bin/pytest", ".venv/bin/pytest")) {
            Path pytest = project.resolve(program);
            Files.createDirectories(pytest.getParent());
            assertThat(Files.writeString(pytest, PYTEST).toFile().setExecutable(true))
                    .isTrue();
        }
        Files.createDirectories(project.resolve("temporary"));
        run(project, "mkdir tools && tar c -C '" + PROGRAM.getParent() + "' reprise | gzip -1 >tools/reprise.tar.gz");

        for (String command : commands(block)) {
            run(project, command);
        }

        assertThat(project.resolve("asked")).content().matches("http://127\\.0\\.0\\.1:[0-9]+/v1\n");
        assertThat(project.resolve("reprise.log")).isRegularFile();
    }

    private static void run(Path project, String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", command).directory(project.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("REPRISE_"));
        environment.put("REPRISE_JAVA_HOME", System.getProperty("java.home"));
        environment.put("CI", "true");
        environment.put("RUNNER_TEMP", project.resolve("temporary").toString());
        environment.put("PATH", project.resolve("bin") + ":" + environment.get("PATH"));
        Process running = builder.redirectErrorStream(true).start();
        running.getOutputStream().close();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(running.waitFor()).as(command + "\n" + said).isZero();
    }

    private static Stream<Page.Block> services() {
        return Page.of("docs/ci.md").blocks().stream()
                .filter(block -> block.text().contains("tools/reprise.tar.gz"))
                .filter(block -> !block.language().isEmpty());
    }

    /** Those of Reprise; the others install what the project needs. */
    private static List<String> commands(Page.Block block) {
        Stream<String> all = block.language().equals("groovy")
                ? STEP.matcher(block.text()).results().map(step -> step.group(1))
                : texts(new Load(LoadSettings.builder().build()).loadFromString(block.text()));
        return all.filter(command -> command.contains("reprise.tar.gz") || command.contains("bin/reprise"))
                .toList();
    }

    private static Stream<String> texts(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(CiPageTest::texts);
        }
        if (value instanceof Collection<?> items) {
            return items.stream().flatMap(CiPageTest::texts);
        }
        return Stream.of(String.valueOf(value));
    }
}
