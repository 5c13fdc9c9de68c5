package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.cli.process.ExitCode;
import io.reprise.core.Seeds;
import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.file.LlamaStackKey;
import io.reprise.formats.llamastack.file.LlamaStackKey.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a small tree as llama-stack has it: three answers, one of them under a wrong name, and a tool call. */
class LlamaStackCommandsTest {
    private static final String RECORDINGS = "tests/integration/inference/recordings/";
    private static final String TOOL_CALL = "a tool call: the file does not say which HTTP request it made";
    private static final String TOOL_CALL_FILE = """
            {
              "test_id": "tests/integration/inference/test_tools.py::test_weather",
              "request": {
                "test_id": "tests/integration/inference/test_tools.py::test_weather",
                "provider": "weather",
                "tool_name": "forecast",
                "kwargs": {
                  "place": "Ulm"
                }
              },
              "response": {
                "body": {
                  "__type__": "llama_stack_api.tools.ToolInvocationResult",
                  "__data__": {
                    "content": "sunny"
                  }
                },
                "is_streaming": false
              },
              "id_normalization_mapping": {}
            }
            """;

    private static final String CHAT = "openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd";

    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void plantTheTree() {
        runner = new CommandRunner(directory);
        String scoped = text("llama-stack-ollama-test-scoped.json");
        runner.write("tree/" + RECORDINGS + key(scoped, Rule.NEWEST) + ".json", scoped);
        String hello = text("llama-stack-ollama-hello.json");
        runner.write("tree/" + RECORDINGS + key(hello, Rule.OF_2025_08).substring(0, 12) + ".json", hello);
        runner.write("tree/" + RECORDINGS + "renamed.json", text("llama-stack-vllm-n2.json"));
        runner.write("tree/" + RECORDINGS + key(TOOL_CALL_FILE, Rule.NEWEST) + ".json", TOOL_CALL_FILE);
    }

    @Test
    void exportWritesFilesThatWereSuchFilesByteForByte() {
        Ended ended = export("tree", "out");

        assertThat(ended.status()).isZero();
        assertThat(ended.said()).element(0).isEqualTo("exported 3 recordings (3 written, 0 unchanged)");
        assertThat(ended.said()).element(1).asString().startsWith("left out 1: " + TOOL_CALL);
        Map<String, String> files = files(directory.resolve("out"));
        Map<String, String> originals = files(directory.resolve("tree"));
        assertThat(originals).containsAllEntriesOf(files);
        assertThat(files).hasSize(3);
    }

    @Test
    void exportTwiceChangesNothing() {
        export("tree", "out");

        assertThat(export("tree", "out").said()).element(0).isEqualTo("exported 3 recordings (0 written, 3 unchanged)");
    }

    @Test
    void ofSeveralAnswersToAQuestionTheLastIsExportedAndTheOthersAreNamed() {
        runner.run("import", CommandRunner.seeds());
        String first = runner.read("recordings/" + CHAT + ".json");
        files(directory.resolve("recordings"))
                .keySet()
                .forEach(
                        name -> directory.resolve("recordings/" + name).toFile().delete());
        runner.write("recordings/" + CHAT + ".json", first);
        runner.write(
                "recordings/" + CHAT + ".2.json",
                first.replaceFirst("\\{", "{\"occurrence\": 2,").replace(" librarian", " second"));
        runner.write(
                "recordings/" + CHAT + ".3.json",
                first.replaceFirst("\\{", "{\"occurrence\": 3,").replace(" librarian", " third"));

        Ended exported = export("recordings", "out");
        Ended again = export("recordings", "out");

        assertThat(files(directory.resolve("out")).values())
                .singleElement()
                .asString()
                .contains(" third");
        assertThat(exported.said())
                .contains("exported 1 recording (1 written, 0 unchanged)")
                .anyMatch(
                        line -> line.startsWith("left out 2: a later answer to the same question has the same name ("));
        assertThat(again.said()).contains("exported 1 recording (0 written, 1 unchanged)");
        assertThat(exported.status()).isEqualTo(ExitCode.ATTENTION);
    }

    @Test
    void importsAllThatHasAnHttpRequestAndSaysWhatElseThereWas() {
        Ended ended = runner.run("import", "tree");

        assertThat(ended.status()).isZero();
        assertThat(ended.said()).element(0).isEqualTo("imported 3 recordings (3 new)");
        assertThat(ended.said()).element(1).asString().startsWith("left out 1: " + TOOL_CALL);
    }

    @Test
    void exportsWhatWasImportedToNamesThatTheLintAgreesWith() {
        runner.run("import", "tree");

        Ended exported = export("recordings", "out");
        Ended lint = runner.run("lint", "--recordings", "out");

        assertThat(exported.status()).isZero();
        assertThat(exported.said()).element(0).isEqualTo("exported 3 recordings (3 written, 0 unchanged)");
        assertThat(lint.status()).isZero();
    }

    @Test
    void lintNamesFilesThatAreNotNamedAfterTheirContent() {
        Ended ended = runner.run("lint", "--recordings", "tree");

        assertThat(ended.status()).isEqualTo(ExitCode.ATTENTION);
        assertThat(ended.out().lines().filter(line -> line.startsWith("warning: ")))
                .singleElement()
                .asString()
                .contains("renamed.json", "its name does not match its content");
        assertThat(ended.out().lines().filter(line -> line.startsWith("note: ")))
                .hasSize(1);
    }

    @Test
    void listSaysWhatIsNotServed() {
        Ended ended = runner.run("list", "--recordings", "tree");

        assertThat(ended.status()).isZero();
        assertThat(ended.out().lines()).hasSize(4);
        assertThat(ended.said()).singleElement().asString().endsWith(": " + TOOL_CALL);
    }

    @Test
    void exportNeedsAFormThatCanBeWritten() {
        Ended ended = runner.run("export", "--format", "txtar", "--recordings", "tree", "out");

        assertThat(ended.status()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(ended.err()).contains("'txtar' can be imported, but not exported");
    }

    private Ended export(String recordings, String target) {
        return runner.run("export", "--format", "llama-stack", "--recordings", recordings, target);
    }

    private static String text(String seed) {
        return new CommandRunner(Seeds.originals()).read(seed);
    }

    private static String key(String file, Rule rule) {
        Json json = Json.parse(file);
        Optional<String> test = json.get("test_id").flatMap(Json::string);
        return LlamaStackKey.of(json.get("request").orElseThrow(), test, rule);
    }

    private static Map<String, String> files(Path root) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return files;
    }
}
