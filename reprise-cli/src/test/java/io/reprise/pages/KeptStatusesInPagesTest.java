package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.CredentialError;
import io.reprise.core.plan.MomentaryError;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statuses that are never kept, or only with {@code --keep-errors}, are those that the program knows. docs/cli.md has the help. */
class KeptStatusesInPagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"docs/recording.md", "docs/configuration.md", "docs/troubleshooting.md", "docs/cli.md"})
    void thoseOfCredentialsAreNamed(String page) throws IOException {
        List<String> named = named(CredentialError::is);

        assertThat(words(page)).containsAnyOf(listed(named, "and"), listed(named, "or"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/recording.md", "docs/configuration.md", "docs/cli.md"})
    void thoseOfTheMomentAreNamed(String page) throws IOException {
        List<String> named = named(MomentaryError::is);

        assertThat(words(page)).contains(String.join(", ", named) + " and 5xx");
    }

    private static List<String> named(IntPredicate isSo) {
        return IntStream.range(100, 500).filter(isSo).mapToObj(String::valueOf).toList();
    }

    private static String listed(List<String> named, String last) {
        int end = named.size() - 1;
        return named.subList(0, end).stream().collect(Collectors.joining(", ")) + " " + last + " " + named.get(end);
    }

    private static String words(String page) throws IOException {
        return Files.readString(Page.ROOT.resolve(page)).replaceAll("\\s+", " ");
    }
}
