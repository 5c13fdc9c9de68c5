package io.reprise.core.store.directory.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.PortableNames;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.Key;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows and macOS accept the names of all files of a store, whatever requests and tests say. */
class PortableNamesTest {
    private static final Key KEY = new Key("5db8cedee7bc" + "0".repeat(52));
    private static final List<String> PIECES = List.of(
            "con",
            "CON",
            "nul.txt",
            "aux.",
            "com1",
            "LPT9",
            "prn ",
            "COM\u00b9",
            "conin$",
            ".",
            "..",
            " ",
            "-",
            "_",
            "a",
            "B",
            "?",
            "*",
            ":",
            "|",
            "<",
            ">",
            "\"",
            "/",
            "\\",
            "\n",
            "\u0000",
            "\u202e",
            "\u00e9",
            "e\u0301",
            "\uD83D\uDE00",
            "\uD83D",
            "~1",
            "x".repeat(300),
            "\ufb01",
            "\u0130",
            "\u017f",
            "\u212a",
            "%00");

    @Test
    void filesAndDirectoriesHaveNamesThatEverySystemAccepts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int round = 0; round < 20_000; round++) {
            String model = text(random);
            String words = text(random);
            String path = random.nextBoolean() ? "/v1/chat/completions" : "/" + word(random);
            Request request = Request.post(
                    path,
                    "{\"model\":" + quote(model) + ",\"messages\":[{\"role\":\"user\",\"content\":" + quote(words)
                            + "}]}");
            String file = FileName.of(Slug.of(ApiFamilies.parse(request)), KEY, 1 + random.nextInt(3))
                    .text();
            String directory = TestDirectory.of(new TestId(text(random)));

            assertThat(PortableNames.problem(file))
                    .as("seed %s: %s", seed, file)
                    .isEmpty();
            for (String part : directory.split("/", -1)) {
                assertThat(PortableNames.problem(part))
                        .as("seed %s: %s", seed, directory)
                        .isEmpty();
            }
            assertThat(file.length() + directory.length())
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(directory.contains("/") ? 210 : 190);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x".repeat(random.nextInt(2)));
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String word(Random random) {
        return List.of("con", "nul.json", "aux.", "com1/", "a%20b", "x..y").get(random.nextInt(6));
    }

    private static String quote(String text) {
        return new Json.JsonString(text).write(Layout.COMPACT);
    }
}
