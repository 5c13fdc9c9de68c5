package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.config.Configuration;
import io.reprise.config.Reprise;
import io.reprise.config.Setting;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitTest {
    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void inAnEmptyDirectory() {
        runner = new CommandRunner(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "requirements-dev.txt, openai==1.0, tests/test_reprise_example.py, openai=https://api.openai.com/v1",
        "pyproject.toml, dependencies = ['langchain_anthropic'], tests/test_reprise_example.py, anthropic=https://api.anthropic.com",
        "package.json, {\"dependencies\": {\"@google/genai\": \"1\"}}, test/reprise-example.test.mjs, gemini=https://generativelanguage.googleapis.com",
        "pom.xml, <artifactId>langchain4j-open-ai</artifactId><artifactId>junit-jupiter</artifactId>, src/test/java/RepriseExampleTest.java, openai=https://api.openai.com/v1",
        "build.gradle.kts, implementation(\"dev.langchain4j:langchain4j-ollama:1\"); useJUnitPlatform(), src/test/java/RepriseExampleTest.java, ollama=http://localhost:11434",
    })
    void findsLanguageAndApi(String file, String text, String example, String upstream) {
        runner.write(file, text);

        assertThat(runner.run("init").status()).isZero();

        assertThat(runner.files("").keySet()).contains(example, ".gitattributes", "reprise.yaml");
        assertThat(configuration().upstreams())
                .extracting(known -> known.name() + "=" + known.url())
                .containsExactly(upstream);
    }

    @Test
    void letsModelsChooseAmongSeveralApis() {
        runner.write("package.json", "{\"dependencies\": {\"openai\": \"6\", \"@anthropic-ai/sdk\": \"1\"}}");

        runner.run("init");

        assertThat(configuration().upstreams())
                .filteredOn(upstream -> upstream.models().contains("claude-*"))
                .extracting(Upstream::name)
                .containsExactly("anthropic");
    }

    /** What the example asks is read from the files that were written, as each language spells it. */
    @Test
    void writesAnExampleThatItsRecordingAnswers() throws IOException, InterruptedException {
        runner.write("setup.py", "");
        runner.write("package.json", "");
        runner.write("pom.xml", "<artifactId>junit-jupiter</artifactId>");

        Ended ended = runner.run("init", "--recordings", "tests/recordings");

        assertThat(ended.out())
                .contains("  git add reprise.yaml .gitattributes tests/recordings tests/test_reprise_example.py"
                        + " test/reprise-example.test.mjs src/test/java/RepriseExampleTest.java\n");
        assertThat(runner.read("tests/recordings/.gitignore")).isEqualTo(".tmp/\n");
        for (String example : List.of(
                "tests/test_reprise_example.py",
                "test/reprise-example.test.mjs",
                "src/test/java/RepriseExampleTest.java")) {
            String text = runner.read(example).replace("\\\"", "\"");
            HttpResponse<String> answer =
                    ask(found(text, "(/t/[a-z-]+/v1)") + found(text, "\"?(/chat/completions)"), """
                    {"model": "%s", "messages": [{"role": "user", "content": "%s"}],
                     "stream": true, "stream_options": {"include_usage": true}}
                    """.formatted(
                            found(text, "model\"?: [\"'](llama[^\"']*)"), found(text, "ask\\([\"'](tell [^\"']*)")));
            assertThat(answer.body()).as(example).contains("\"content\":\" library\"");
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "package.json, {\"devDependencies\": {\"vitest\": \"3\"}}, test/reprise-example.test.mjs, from 'vitest'",
        "package.json, {\"devDependencies\": {\"jest\": \"30\"}}, test/reprise-example.test.js, @jest-environment node",
        "package.json, {\"devDependencies\": {\"mocha\": \"11\"}}, test/reprise-example.test.mjs, from 'mocha'",
        "package.json, {}, test/reprise-example.test.mjs, from 'node:test'",
        "pom.xml, <artifactId>junit</artifactId>, src/test/java/RepriseExampleTest.java, import org.junit.Test;",
        "build.gradle, testImplementation 'junit:junit:4.13.2', src/test/java/RepriseExampleTest.java, import org.junit.Test;",
        "pom.xml, <artifactId>spring-boot-starter-test</artifactId>, src/test/java/RepriseExampleTest.java, org.junit.jupiter.api.Test",
        "build.gradle, testImplementation libs.junit.jupiter, src/test/java/RepriseExampleTest.java, org.junit.jupiter.api.Test",
    })
    void writesTheExampleForTheTestFrameworkOfTheProject(String file, String text, String example, String contained) {
        runner.write(file, text);

        Ended ended = runner.run("init");

        assertThat(runner.read(example)).contains(contained);
        assertThat(runner.read(example)).doesNotContain(contained.contains("node:test") ? "vitest" : "node:test");
        assertThat(ended.out()).contains("runs the example", example);
    }

    @ParameterizedTest
    @CsvSource({"pom.xml, <artifactId>testng</artifactId>", "build.gradle, plugins { id 'java' }"})
    void writesNoExampleThatWouldNotCompile(String file, String text) {
        runner.write(file, text);

        Ended ended = runner.run("init");

        assertThat(runner.files("").keySet())
                .containsExactlyInAnyOrder(file, "reprise.yaml", ".gitattributes", "recordings/.gitignore");
        assertThat(ended.out())
                .contains("no example test: the build names no JUnit")
                .doesNotContain("runs the example");
    }

    private HttpResponse<String> ask(String path, String body) throws IOException, InterruptedException {
        try (Reprise reprise = Reprise.builder()
                .recordings(directory.resolve("tests/recordings"))
                .mode(Mode.REPLAY)
                .start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(reprise.url() + path))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        }
    }

    private static String found(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as(regex).isTrue();
        return matcher.group(1);
    }

    @Test
    void changesNothingThatIsThere() {
        runner.write("reprise.yaml", "mode: replay\n");
        runner.write(".gitattributes", "*.png binary");
        runner.write("package.json", "{}");
        runner.write("test/reprise-example.test.mjs", "mine");

        Ended first = runner.run("init");
        Map<String, String> after = runner.files("");
        Ended again = runner.run("init");

        assertThat(runner.read("reprise.yaml")).isEqualTo("mode: replay\n");
        assertThat(runner.read("test/reprise-example.test.mjs")).isEqualTo("mine");
        assertThat(runner.read(".gitattributes"))
                .isEqualTo("*.png binary\n# Recordings keep their bytes on every system.\n/recordings/** -text\n");
        assertThat(first.out())
                .doesNotContain("keep .gitattributes")
                .contains("add a line to .gitattributes", "keep reprise.yaml, which exists");
        assertThat(again.out()).contains("nothing is missing");
        assertThat(runner.files("")).isEqualTo(after);
    }

    @Test
    void saysOnlyOfFilesThatWereThereThatTheyAreKept() {
        runner.write("setup.py", "");

        assertThat(runner.run("init").out()).contains("write reprise.yaml").doesNotContain("keep ");
    }

    @Test
    void onlySaysWhatItWouldWrite() {
        runner.write("setup.py", "install_requires=['openai']");

        Ended ended = runner.run("init", "--dry-run");

        assertThat(runner.files("").keySet()).containsExactly("setup.py");
        assertThat(ended.out()).contains("would write reprise.yaml", "    url: https://api.openai.com/v1");
    }

    @Test
    void saysTheSameInJson() {
        runner.write("setup.py", "import openai");

        Json said = Json.parse(runner.run("init", "--json").out());

        assertThat(said.get("written").orElseThrow().items())
                .extracting(item -> item.string().orElseThrow())
                .contains("reprise.yaml", ".gitattributes", "tests/test_reprise_example.py");
        assertThat(said.get("apis").orElseThrow().items()).containsExactly(new Json.JsonString("openai"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../elsewhere", ".", "", "/tmp", "a/../.."})
    void refusesADirectoryOutsideOfTheProject(String place) {
        Ended ended = runner.run("init", "--recordings", place);

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("is not a directory within the project");
        assertThat(runner.files("")).isEmpty();
    }

    @Test
    void writesThroughNoLink() throws IOException {
        Files.createSymbolicLink(directory.resolve("reprise.yaml"), directory.resolve("nowhere"));

        Ended ended = runner.run("init");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("keep reprise.yaml, which exists");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void proposesToCommitOnlyWhatIsThere() {
        Ended ended = runner.run("init");

        String line = ended.out()
                .lines()
                .filter(any -> any.startsWith("  git add "))
                .findFirst()
                .orElseThrow();
        assertThat(line.substring("  git add ".length()).split(" ", -1))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(directory.resolve(path)).exists());
    }

    @Test
    void recommendsNoExampleThatIsNotItsOwn() {
        runner.write("setup.py", "import openai, anthropic");
        runner.write("tests/test_reprise_example.py", "mine");
        runner.write("reprise.yaml", "upstreams: [https://api.openai.com/v1]\n");

        Ended ended = runner.run("init");

        assertThat(ended.out())
                .contains("keep tests/test_reprise_example.py, which exists: it is yours, and was not looked at")
                .doesNotContain("python3 tests/test_reprise_example.py", "without network and without a key")
                .contains("  add to reprise.yaml, which has no upstream for them:\n      upstreams:\n"
                        + "        - name: anthropic\n          url: https://api.anthropic.com\n")
                .doesNotContain("url: https://api.openai.com/v1");
    }

    @Test
    void recommendsItsOwnExampleAgain() {
        runner.write("setup.py", "");
        runner.run("init");

        assertThat(runner.run("init").out())
                .contains("  reprise run -- python3 tests/test_reprise_example.py\n")
                .doesNotContain("it is yours");
    }

    @ParameterizedTest
    @CsvSource({"tests, recordings", "recordings, recordings", "a, a/b/c"})
    void writesNothingWhereAFileIsInTheWay(String file, String recordings) {
        runner.write("setup.py", "");
        runner.write(file, "a file");
        Map<String, String> before = runner.files("");

        for (String[] arguments : List.of(
                new String[] {"init", "--recordings", recordings},
                new String[] {"init", "--dry-run", "--recordings", recordings})) {
            Ended ended = runner.run(arguments);

            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err())
                    .contains(
                            "nothing was written; rename or remove '" + file + "'",
                            "'" + file + "' is not a directory");
            assertThat(runner.files("")).isEqualTo(before);
        }
    }

    private Configuration configuration() {
        Configuration configuration =
                Configuration.of(new Configuration.Inputs(Map.of(), List.of(), Optional.empty(), Map.of(), directory));
        assertThat(configuration.of(Setting.RECORDINGS).text()).endsWith("recordings");
        return configuration;
    }
}
