package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final int PIECE = 8_192;

    private static List<String> pieces(Json value) {
        List<String> pieces = new ArrayList<>();
        CanonicalJson.write(value, piece -> pieces.add(piece.toString()));
        return pieces;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        Json.quote(text, quoted);
        return quoted.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7})
    void spellsLongTextsLikeShortOnes(int length) {
        for (String unit : List.of("a", "\"", "\u0000", "\u00f6", "\uD83D\uDE00")) {
            String text = "x".repeat(length % unit.length()) + unit.repeat(length / unit.length());
            String shifted = "y" + text;

            assertThat(String.join("", pieces(new Json.JsonString(text)))).isEqualTo(quoted(text));
            assertThat(String.join("", pieces(new Json.JsonString(shifted)))).isEqualTo(quoted(shifted));
        }
    }

    @Test
    void spellsALoneHalfOfACharacterAtTheEndOfALongText() {
        String text = "a".repeat(2 * PIECE - 1) + "\uD83D";

        assertThat(String.join("", pieces(new Json.JsonString(text)))).isEqualTo(quoted(text));
    }

    @Test
    void passesOnALongTextInPieces() {
        Json list = new Json.JsonArray(IntStream.range(0, 100_000)
                .<Json>mapToObj(i -> new Json.JsonString("item"))
                .toList());
        Json text = new Json.JsonString("a".repeat(50 * PIECE));

        for (Json value : List.of(list, text)) {
            List<String> pieces = pieces(value);

            assertThat(pieces).hasSizeGreaterThan(20);
            assertThat(pieces).allMatch(piece -> piece.length() <= 3 * PIECE);
            assertThat(pieces).hasSizeLessThan(String.join("", pieces).length() / PIECE + 3);
        }
    }

    @Test
    void splitsNoCharacter() {
        for (String piece : pieces(new Json.JsonString("a" + "\uD83D\uDE00".repeat(20 * PIECE)))) {
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
        }
    }
}
