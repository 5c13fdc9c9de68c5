package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links within the repository lead somewhere, and everything is found. */
class LinksTest {
    private static final int COLUMNS = 100;

    private static final List<String> FIRST_HOUR = List.of(
            "X-Reprise-Test",
            "/t/<",
            "X-Reprise-Mode",
            "start-over",
            "/__reprise/health",
            "/__reprise/recordings",
            "/__reprise/misses");

    @Test
    void eachLeadsToAFileAndToAHeadingOfIt() {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            page.links().stream()
                    .filter(link -> !link.matches("[a-z]+:.*|\\?:.*"))
                    .filter(link -> !leadsSomewhere(page, link))
                    .forEach(link -> broken.add(page + ": " + link));
        }

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "docs/decisions"})
    void theIndexLeadsToEachPage(String directory) throws Exception {
        Set<String> linked = new HashSet<>(Page.of(directory + "/README.md").links());

        try (var files = Files.list(Page.ROOT.resolve(directory))) {
            List<String> missing = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md") && !linked.contains(name))
                    .sorted()
                    .toList();
            assertThat(missing).as("pages without a link in the index").isEmpty();
        }
    }

    @Test
    void whatTheFirstHourNeedsIsOneClickFromTheReadme() throws Exception {
        String readme = Files.readString(Page.ROOT.resolve("README.md"));

        for (String need : FIRST_HOUR) {
            List<String> rows = readme.lines()
                    .filter(line -> line.contains(need) && line.contains("](docs/"))
                    .toList();
            assertThat(rows).as(need).isNotEmpty();
        }
        long lines = readme.lines()
                .map(line -> line.replaceAll("\\]\\([^)]*\\)", "]")) // what people see of a link
                .mapToLong(line -> Math.max(1, (line.length() + COLUMNS - 1) / COLUMNS))
                .sum();
        assertThat(lines).as("lines of " + COLUMNS + " columns: two screens").isLessThanOrEqualTo(100);
    }

    @Test
    void theArchitectureIsReadInOneGo() throws Exception {
        String architecture = Files.readString(Page.ROOT.resolve("ARCHITECTURE.md"));

        assertThat(architecture.lines()).as("lines").hasSizeLessThanOrEqualTo(150);
    }

    private static boolean leadsSomewhere(Page page, String link) {
        int mark = link.indexOf('#');
        String path = mark < 0 ? link : link.substring(0, mark);
        Path target =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return mark < 0
                || Page.of(Page.ROOT.relativize(target).toString()).anchors().contains(link.substring(mark + 1));
    }
}
