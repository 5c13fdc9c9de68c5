package io.reprise.core.family.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reprise.core.family.ApiFamily;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths below a project, of which parts may occur again and again. */
class ProjectPathsTest {
    private static final List<String> PARTS = List.of(
            "/", "v1", "v1beta/", "v1/", "projects/", "interactions", "cachedContents", "a", "/cancel", ":x", "1");

    /** The rules as simple expressions, which look at the end of a path again for each project in it. */
    private static final Pattern INTERACTIONS =
            Pattern.compile("(.*/)?v1[a-z]*\\d?/(projects/.*/)?interactions(/[^/]+(/cancel)?)?/?");

    private static final Pattern CACHED_CONTENTS =
            Pattern.compile("(.*/)?v1[a-z]*\\d?/(projects/.*/)?cachedContents([/:%].*)?");

    @Test
    void areReadAsTheRulesSay() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder parts = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                parts.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            String path = parts.toString();

            assertThat(GeminiInteractions.FAMILY.covers("GET", path))
                    .as(path)
                    .isEqualTo(INTERACTIONS.matcher(path).matches());
            assertThat(GoogleResources.FAMILY.covers("GET", path))
                    .as(path)
                    .isEqualTo(CACHED_CONTENTS.matcher(path).matches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/projects/", "v1/projects/interactions-/", "cachedContents/", "v1", "projects/v1/"})
    void areReadOnce(String part) {
        String path = "/" + part.repeat(2_000_000 / part.length()) + "interactions!/cachedContents!";

        for (ApiFamily family : List.of(GeminiInteractions.FAMILY, GoogleResources.FAMILY)) {
            assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60), () -> family.covers("GET", path)))
                    .as(family.name())
                    .isFalse();
        }
    }
}
