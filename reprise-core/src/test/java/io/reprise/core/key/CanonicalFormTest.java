package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.RandomJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {

    @Test
    void isOneTextValueAndDigest() throws Exception {
        for (long seed = 0; seed < 2_000; seed++) {
            RandomJson random = new RandomJson(seed);

            assertIsOne("seed " + seed, random.respell(random.value(4)));
        }
    }

    @Test
    void dividesNoCharacterOfLongTexts() throws Exception {
        for (String filler : new String[] {"", "a", "ab", "abc"}) {
            assertIsOne(
                    filler,
                    "{\"" + filler + "\":\"" + (filler + "𝒳\\ud83d\\u0007\\\"ö").repeat(9_000) + "\",\"a\":[1.0,{}]}");
        }
    }

    @Test
    void isNotLimitedInDepth() throws Exception {
        assertIsOne("deep", "[".repeat(100_000) + "{\"b\":1.0,\"a\":[]}" + "]".repeat(100_000));
    }

    private static void assertIsOne(String description, String body) throws Exception {
        CanonicalForm form = KeyRules.NONE.canonical(ApiFamilies.parse(Request.post("/v1/x", body)));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(form.text().getBytes(StandardCharsets.UTF_8));

        assertThat(form.digest().hex()).as(description).isEqualTo(HexFormat.of().formatHex(digest));
        assertThat(form.value().equals(Json.parse(form.text()))).as(description).isTrue();
    }
}
