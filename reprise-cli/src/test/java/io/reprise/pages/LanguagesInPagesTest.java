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
    private static final Map<String, String> TRIED_BY = Map.ofEntries(
            Map.entry("yaml", HERE + "DataInPagesTest.java"),
            Map.entry("json", HERE + "DataInPagesTest.java"),
            Map.entry("xml", HERE + "DataInPagesTest.java"),
            Map.entry("sh", HERE + "ScriptsInPagesTest.java"),
            Map.entry("java", HERE + "JavaInPagesTest.java"),
            Map.entry("groovy", HERE + "BuildFilesInPagesTest.java"),
            Map.entry("dockerfile", HERE + "BuildFilesInPagesTest.java"),
            Map.entry("python", "python/tests/test_pages.py"),
            Map.entry("ini", "python/tests/test_pages.py"),
            Map.entry("js", "js/test/pages.test.mjs"),
            Map.entry("kotlin", HERE + "KotlinInPagesTest.java"),
            Map.entry("sql", "reprise-postgres/src/test/java/io/reprise/postgres/LeastPrivilegesTest.java"));

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
