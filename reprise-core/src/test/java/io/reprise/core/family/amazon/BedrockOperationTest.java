package io.reprise.core.family.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BedrockOperationTest {
    private static final String[] PARTS = {"/", "model/", "model", "converse", "a.b:0", "A", "my-", "/"};

    /** The rule in one expression, which looks at the end of a path again for each {@code model/}. */
    private static final Pattern RULE = Pattern.compile("(?:.*/)?model/(.+)/([a-z-]+)/*");

    @Test
    void readsModelsAndOperations() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                path.append(PARTS[random.nextInt(PARTS.length)]);
            }
            Matcher rule = RULE.matcher(path);
            Optional<BedrockOperation> expected =
                    rule.matches() ? Optional.of(new BedrockOperation(rule.group(1), rule.group(2))) : Optional.empty();

            assertThat(BedrockOperation.of(path.toString())).as(path.toString()).isEqualTo(expected);
        }
    }

    @Test
    void readsLongPathsOnce() {
        String path = "/" + "model/".repeat(200_000) + "A";

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60), () -> BedrockOperation.of(path)))
                .isEmpty();
    }
}
