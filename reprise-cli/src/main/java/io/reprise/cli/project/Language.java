package io.reprise.cli.project;

import java.util.List;

/** A language in which tests are written, and how its projects are recognised. */
public enum Language {
    PYTHON(
            "Python",
            List.of("pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "tox.ini", "requirements*.txt"),
            new Example(
                    "tests/test_reprise_example.py",
                    "example.py",
                    "reprise run -- python3 tests/test_reprise_example.py")),
    NODE(
            "Node",
            List.of("package.json"),
            new Example(
                    "test/reprise-example.test.mjs",
                    "example.mjs",
                    "reprise run -- node --test test/reprise-example.test.mjs")),
    MAVEN(
            "Java with Maven",
            List.of("pom.xml"),
            new Example(
                    "src/test/java/RepriseExampleTest.java",
                    "Example.java",
                    "reprise run -- mvn test -Dtest=RepriseExampleTest")),
    GRADLE(
            "Java with Gradle",
            List.of("build.gradle", "build.gradle.kts"),
            new Example(
                    "src/test/java/RepriseExampleTest.java",
                    "Example.java",
                    "reprise run -- gradle test --rerun-tasks --tests RepriseExampleTest"));

    private final String label;
    private final List<String> files;
    private final Example example;

    Language(String label, List<String> files, Example example) {
        this.label = label;
        this.files = files;
        this.example = example;
    }

    /**
     * A test that shows how a program is pointed at a server.
     *
     * @param path of the file that is written, relative to the project
     * @param resource with its text
     * @param command that runs it
     */
    public record Example(String path, String resource, String command) {}

    /** The name for people. */
    public String label() {
        return label;
    }

    /** The names of the files that list dependencies; {@code *} stands for any text. At least one is in each project. */
    List<String> files() {
        return files;
    }

    public Example example() {
        return example;
    }
}
