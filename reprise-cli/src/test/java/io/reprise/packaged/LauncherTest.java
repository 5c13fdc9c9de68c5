package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.packaged.PackagedProgram.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java tells nobody which variable is wrong. */
class LauncherTest {
    @TempDir
    Path directory = Path.of("");

    private List<String> said(String variable, String value) throws Exception {
        try (PackagedProgram program = PackagedProgram.start(directory, Map.of(variable, value), "--version")) {
            Ended ended = program.end();
            assertThat(ended.status()).isNotZero();
            assertThat(ended.out()).isEmpty();
            return ended.err();
        }
    }

    @Test
    void namesAWrongJavaHome() throws Exception {
        assertThat(said("REPRISE_JAVA_HOME", "/nonexistent/java"))
                .singleElement()
                .asString()
                .startsWith("reprise: REPRISE_JAVA_HOME is wrong: there is no program '/nonexistent/java/bin/java'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xfoo", "-XX:+NoSuchOption", "-Xmx1", "-Xmx1g -Xms2g"})
    void namesWrongJavaOptions(String options) throws Exception {
        assertThat(said("REPRISE_JAVA_OPTS", options))
                .singleElement()
                .asString()
                .startsWith("reprise: Java does not start with REPRISE_JAVA_OPTS='" + options + "': ");
    }
}
