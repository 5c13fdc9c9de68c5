package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTreeTest {
    @TempDir
    Path project;

    @ParameterizedTest
    @CsvSource({
        "app/target/test-classes,                 app/src/test/resources/reprise",
        "app/build/classes/java/test,             app/src/test/resources/reprise",
        "app/build/classes/kotlin/test,           app/src/test/resources/reprise",
        "app/build/classes/java/integrationTest,  app/src/integrationTest/resources/reprise",
        "app/out/test/classes,                    app/src/test/resources/reprise",
        "app/bin/test,                            app/src/test/resources/reprise",
        "out/test/app,                            app/src/test/resources/reprise",
    })
    void theRecordingsAreInTheSourcesOfTheModule(String classes, String expected) throws IOException {
        Files.createDirectories(project.resolve("app"));

        assertThat(SourceTree.of(project.resolve(classes)).orElseThrow().recordings())
                .isEqualTo(project.resolve(expected).toAbsolutePath().normalize());
    }

    @Test
    void aClassOfAJarHasNone() {
        assertThat(SourceTree.of(Test.class)).isEmpty();
        assertThat(SourceTree.of(SourceTreeTest.class)).isNotNull();
    }
}
