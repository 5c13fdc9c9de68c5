package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/java.md shows code that is run: what {@link RepriseTest} has between two comments. */
class JavaPageTest {
    @Test
    void hasTheCodeOfATest() throws IOException {
        String test = Files.readString(Path.of("src/test/java/io/reprise/config/RepriseTest.java"));
        String code = test.substring(test.indexOf("// docs/java.md\n") + 16, test.indexOf("// end of docs/java.md"));

        String page = Files.readString(Path.of("../docs/java.md"));
        String shown =
                page.substring(page.indexOf("```java\n") + 8, page.indexOf("```\n", page.indexOf("```java\n") + 8));

        assertThat(lines(shown)).isEqualTo(lines(code));
    }

    /** Without the space around them. */
    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
