package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kotlin in pages is cut from the sources of an example, which {@code examples/run junit-kotlin} compiles and runs. */
class KotlinInPagesTest {
    @Test
    void isCutFromTheExample() throws IOException {
        List<String> sources;
        try (Stream<Path> files = Files.walk(Page.ROOT.resolve("examples/junit-kotlin/src"))) {
            sources = files.filter(file -> file.toString().endsWith(".kt"))
                    .map(KotlinInPagesTest::text)
                    .toList();
        }
        List<Page.Block> blocks = Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("kotlin"))
                .toList();

        assertThat(blocks)
                .isNotEmpty()
                .allSatisfy(block -> assertThat(sources)
                        .anySatisfy(source -> assertThat(source).contains(block.text())));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
