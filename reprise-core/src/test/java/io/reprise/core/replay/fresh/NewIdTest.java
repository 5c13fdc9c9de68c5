package io.reprise.core.replay.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewIdTest {
    @ParameterizedTest
    @CsvSource({
        "chatcmpl-8p5o2kKQvHx0KxVJXfzDKS, chatcmpl-[0-9A-Za-z]{22}",
        "chatcmpl-c5171d86df7b4723a27af591d00b5c64, chatcmpl-[0-9a-f]{32}",
        "chatcmpl-tool-c5171d86df7b4723, chatcmpl-tool-[0-9a-f]{16}",
        "rec-f5450b5c6f0c, rec-[0-9a-z]{12}",
        "chatcmpl-874, chatcmpl-[0-9A-Za-z]{24}",
        "call_x, call_[0-9A-Za-z]{24}",
        "D681PevKs, [0-9A-Za-z]{9}",
        "123456789012345678, [0-9]{18}",
        "123e4567-e89b-42d3-a456-426614174000, [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "req_123e4567-e89b-42d3-a456-426614174000, req_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "123E4567-E89B-42D3-A456-426614174000, [0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}",
        "123e4567-E89B-42D3-A456-426614174000, [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "12345678-1234-4234-8234-123456789012, [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "req_C5171D86DF7B4723A27AF591D00B5C64, req_[0-9A-F]{32}",
        "ü, [0-9A-Za-z]{24}",
        "msg_, msg_[0-9A-Za-z]{24}",
    })
    void makesIdsThatLookLikeTheOld(String old, String form) {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(NewId.like(old, new Random(seed)))
                    .as("seed " + seed)
                    .matches(form)
                    .isNotEqualTo(old);
        }
    }

    /** Base64 has hyphens, underlines and slashes all over. */
    @Test
    void takesTextsOfAnyLength() {
        String words = "ab-c_".repeat(100_000);
        String path = "UklGR" + "/a".repeat(100_000);

        assertThat(NewId.like(words, new Random(1))).hasSize(words.length() + 24);
        assertThat(NewId.pieces(path).id()).isEqualTo("a");
        assertThat(NewId.pieces("https://" + path).id()).isEqualTo("a");
    }
}
