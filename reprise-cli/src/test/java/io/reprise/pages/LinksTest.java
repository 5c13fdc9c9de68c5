package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Links within the repository lead somewhere, and everything is found. */
class LinksTest {
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

    @Test
    void theIndexLeadsToEachPage() throws Exception {
        Set<String> linked = new HashSet<>(Page.of("docs/README.md").links());

        try (var files = Files.list(Page.ROOT.resolve("docs"))) {
            List<String> missing = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md") && !linked.contains(name))
                    .sorted()
                    .toList();
            assertThat(missing).as("pages without a link in docs/README.md").isEmpty();
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
        assertThat(readme.lines().count()).as("two screens").isLessThanOrEqualTo(90);
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
