package io.reprise.cli.project;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A language in which tests are written, and how its projects are recognised. */
public enum Language {
    PYTHON(
            "Python",
            List.of("pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "tox.ini", "requirements*.txt"),
            new Example("", "tests/test_reprise_example.py", "example.py", "python3 tests/test_reprise_example.py")),
    NODE(
            "Node",
            List.of("package.json"),
            new Example(
                    "\"vitest\"",
                    "test/reprise-example.test.mjs",
                    "example.vitest.mjs",
                    "npx vitest run test/reprise-example.test.mjs"),
            new Example(
                    "\"jest\"",
                    "test/reprise-example.test.js",
                    "example.jest.js",
                    "npx jest test/reprise-example.test.js"),
            new Example(
                    "\"mocha\"",
                    "test/reprise-example.test.mjs",
                    "example.mocha.mjs",
                    "npx mocha test/reprise-example.test.mjs"),
            new Example(
                    "", "test/reprise-example.test.mjs", "example.mjs", "node --test test/reprise-example.test.mjs")),
    MAVEN("Java with Maven", List.of("pom.xml"), javaExamples("mvn test -Dtest=RepriseExampleTest")),
    GRADLE(
            "Java with Gradle",
            List.of("build.gradle", "build.gradle.kts"),
            javaExamples("gradle test --rerun-tasks --tests RepriseExampleTest"));

    private final String label;
    private final List<String> files;
    private final List<Example> examples;

    Language(String label, List<String> files, Example... examples) {
        this.label = label;
        this.files = files;
        this.examples = List.of(examples);
    }

    private static Example[] javaExamples(String command) {
        String path = "src/test/java/RepriseExampleTest.java";
        return new Example[] {
            new Example(
                    "jupiter|junit[-_.]?5|junit[-_.]?platform|spring-boot-starter-test|quarkus-junit",
                    path,
                    "Example.java",
                    command),
            new Example("junit:junit|<artifactid>junit</artifactid>|junit[-_.]?4", path, "Example4.java", command)
        };
    }

    /**
     * A test that shows how a program is pointed at a server.
     *
     * @param needs a regular expression that is found in what the project depends on, in lower case, if the project can run it
     * @param path of the file that is written, relative to the project
     * @param resource with its text
     * @param test the command that runs it beside a server
     */
    public record Example(String needs, String path, String resource, String test) {
        boolean fits(String dependencies) {
            return Pattern.compile(needs).matcher(dependencies).find();
        }

        /** The command that runs it. */
        public String command() {
            return "reprise run -- " + test;
        }
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** The names of the files that list dependencies; {@code *} stands for any text. At least one is in each project. */
    List<String> files() {
        return files;
    }

    /** The example for the test framework of a project; empty if the project names none that is known: another could break its build. */
    Optional<Example> example(String dependencies) {
        return examples.stream().filter(example -> example.fits(dependencies)).findFirst();
    }
}
