package io.reprise.core.store.directory.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestDirectoryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ''",
                "checkout | checkout",
                "test_x.py | test_x.py",
                "tests/test_x.py::test_a[gpt-4] | tests-test_x.py-test_a-gpt-4-a27abbef91",
                "../../etc/passwd | etc-passwd-8c8931e4aa",
                ".. | test-a8ca4457ce",
                "/ | test-df7e940f72",
                "😀 | test-7a0c50b924",
                "Checkout | checkout-8c3659bc3a",
                "models | test-models-ccdcc28ad0",
                "nul.txt | test-nul.txt-1b59c691d5",
                "Größe | grosse-dc469e97d6",
            })
    void isReadableAndSafe(String test, String directory) {
        String name = TestDirectory.of(new TestId(test));

        assertThat(name).isEqualTo(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.example.JokeTest//tells | com.example.JokeTest/tells",
                "com.example.JokeTest//Inner//tells//birds | com.example.JokeTest/Inner/tells/birds",
                "Checkout//pays all | Checkout/pays-all-f25ae41c65",
                "a//.. | a/test-a8ca4457ce",
                "a//.git | a/git-2c9a8d59e1",
                "a//b.json | a/b.json-0b8bd93d0b",
                "a//NUL | a/test-nul-33a9b6a8b2",
                "a//#2 | a/2-9e4bcbb2aa",
                "a///b | a/b-81ff2eb5ec",
                "a////b | a-b-1",
                "//b | b-1",
                "a// | a-1",
            })
    void partsAreDirectories(String test, String directory) {
        String name = TestDirectory.of(new TestId(test));

        assertThat(name.replaceAll("-[0-9a-f]{10}(?=/|$)", "-#"))
                .isEqualTo(directory.replaceAll("-([0-9a-f]{10}|1)(?=/|$)", "-#"));
    }

    @Test
    void differsForDifferentTestsOnAnyFileSystem() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "a",
                "A",
                "b",
                ".",
                "..",
                "/",
                "\\",
                "-",
                "--",
                "_",
                " ",
                "::",
                "[x]",
                "é",
                "e\u0301",
                "\uD83D\uDE00",
                "\uD83D",
                "\u0000",
                "\n",
                "nul",
                "models",
                "con.",
                "-0123456789",
                "x".repeat(90),
                "%2F",
                "~",
                "$HOME");
        Map<String, String> tests = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }

            String name = TestDirectory.of(new TestId(text.toString()));

            boolean isNested = name.contains("/");
            for (String part : name.split("/", -1)) {
                String lower = isNested ? part.toLowerCase(Locale.ROOT) : part;
                assertThat(lower).as("seed %s", seed).matches("[a-z0-9_][a-z0-9._-]{0,98}[a-z0-9_-]|[a-z0-9_]");
                assertThat(lower).doesNotContain("..").doesNotMatch("(con|nul|models)(\\..*)?");
            }
            String other = tests.putIfAbsent(isNested ? name : name.toLowerCase(Locale.ROOT), text.toString());
            assertThat(other).as("seed %s, directory %s", seed, name).isIn(null, text.toString());
            // what a directory is called is itself the name of a test that lies elsewhere, or there
            String again = TestDirectory.of(new TestId(name));
            assertThat(again.equals(name)).isEqualTo(name.equals(text.toString()));
        }
    }
}
