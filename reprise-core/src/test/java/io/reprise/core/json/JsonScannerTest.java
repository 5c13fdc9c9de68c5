package io.reprise.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.JsonScanner.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonScannerTest {

    @Test
    void tellsTokensAndTheirPlaces() {
        assertThat(tokens("{\"a\\\"\": [1.5e3, true ,\"\"]}\n"))
                .containsExactly(
                        "BEGIN_OBJECT {",
                        "STRING \"a\\\"\"",
                        "COLON :",
                        "BEGIN_ARRAY [",
                        "SCALAR 1.5e3",
                        "COMMA ,",
                        "SCALAR true",
                        "COMMA ,",
                        "STRING \"\"",
                        "END_ARRAY ]",
                        "END_OBJECT }");
    }

    @Test
    void makesWhatItCanOfWhatIsNoJson() {
        assertThat(tokens("]]hello world\"open\\"))
                .containsExactly("END_ARRAY ]", "END_ARRAY ]", "SCALAR hello", "SCALAR world", "STRING \"open\\");
        assertThat(tokens("")).isEmpty();
    }

    @Test
    void saysWhereTheContentOfAStringEnds() {
        JsonScanner scanner = new JsonScanner("\"ab\"\"cd");

        scanner.next();
        assertThat(scanner.contentEnd()).isEqualTo(3);
        assertThat(scanner.isCutShort()).isFalse();
        scanner.next();
        assertThat(scanner.contentEnd()).isEqualTo(7);
        assertThat(scanner.isCutShort()).isTrue();
    }

    @Test
    void readsAPartOfATextOnly() {
        JsonScanner scanner = new JsonScanner("[\"abc\", 1]");

        scanner.move(1, 4);

        assertThat(scanner.next()).isEqualTo(Token.STRING);
        assertThat(scanner.isCutShort()).isTrue();
        assertThat(scanner.next()).isEqualTo(Token.END);
    }

    @Test
    void coversAllOfAnyValueButItsWhiteSpace() {
        long seed = new Random().nextLong();
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < 1_000; i++) {
            Json value = random.value(5);
            StringBuilder all = new StringBuilder();
            JsonScanner scanner = new JsonScanner(value.write(Layout.INDENTED));
            String text = value.write(Layout.INDENTED);
            while (scanner.next() != Token.END) {
                all.append(text, scanner.start(), scanner.end());
            }

            assertThat(all.toString()).as("seed %d, value %d", seed, i).isEqualTo(value.write(Layout.COMPACT));
        }
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        JsonScanner scanner = new JsonScanner(text);
        for (Token token = scanner.next(); token != Token.END; token = scanner.next()) {
            tokens.add(token + " " + text.substring(scanner.start(), scanner.end()));
        }
        return tokens;
    }
}
