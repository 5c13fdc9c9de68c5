package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each kind of code in pages is tried by a test; a block of another kind needs a test first. */
class LanguagesInPagesTest {
    private static final String HERE = "reprise-cli/src/test/java/io/reprise/pages/";

    /** What tries blocks of a language. Blocks without one are commands, which are parsed, and what programs print. */
    private static final Map<String, String> TRIED_BY = Map.of(
            "yaml", HERE + "DataInPagesTest.java",
            "json", HERE + "DataInPagesTest.java",
            "xml", HERE + "DataInPagesTest.java",
            "sh", HERE + "ScriptsInPagesTest.java",
            "java", HERE + "JavaInPagesTest.java",
            "groovy", HERE + "BuildFilesInPagesTest.java",
            "dockerfile", HERE + "BuildFilesInPagesTest.java",
            "python", "python/tests/test_pages.py",
            "ini", "python/tests/test_pages.py",
            "js", "js/test/pages.test.mjs");

    private static final Set<String> MARKS = Set.of("starts", "runs", "prints", "logs", "writes", "other", "kinds");

    @Test
    void eachIsTriedByATest() {
        Set<String> languages = Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .map(Page.Block::language)
                .filter(language -> !language.isEmpty())
                .collect(Collectors.toSet());

        assertThat(languages).isEqualTo(TRIED_BY.keySet());
        assertThat(TRIED_BY.values())
                .allSatisfy(test -> assertThat(Page.ROOT.resolve(test)).isRegularFile());
    }

    /** A mark with a mistake in it would leave its block untried. */
    @Test
    void eachMarkIsKnown() {
        List<String> unknown = Page.all().stream()
                .flatMap(page -> page.blocks().stream()
                        .filter(block -> !block.mark().isEmpty())
                        .filter(block -> !MARKS.contains(block.mark()))
                        .map(block -> page + ":" + block.line() + " " + block.mark()))
                .toList();

        assertThat(unknown).isEmpty();
    }

    @Test
    void eachScriptIsRun() {
        List<String> untried = Page.all().stream()
                .flatMap(page -> page.blocks().stream()
                        .filter(block -> block.language().equals("sh"))
                        .filter(block -> !block.mark().matches("starts|runs"))
                        .map(block -> page + ":" + block.line()))
                .toList();

        assertThat(untried).isEmpty();
    }
}
