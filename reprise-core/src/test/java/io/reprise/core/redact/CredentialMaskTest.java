package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.redact.search.KnownCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CredentialMaskTest {
    /** Put together so that no scanner of source code takes this file for a leak. */
    private static final String KEY = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";

    private static final String OWN = "my/client+secret-42-abc";

    private final KnownCredentials known = new KnownCredentials();
    private final CredentialMask mask = Redaction.DEFAULT.knowing(known).words();

    @Test
    void masksWhatEscapesAndBase64Hide() {
        String percent = "%73%6b%2d" + KEY.substring(3);
        String twice = percent.replace("%", "%25");
        String json = "\\u0073k-" + KEY.substring(3);
        String nested = "\\\\u0073k-" + KEY.substring(3);
        String base64 = Base64.getEncoder().encodeToString(("key " + KEY).getBytes(StandardCharsets.UTF_8));

        assertThat(mask.of("GET /v1/" + percent + "/x")).isEqualTo("GET /v1/[masked]/x");
        assertThat(mask.of("GET /v1/" + twice + "/x")).isEqualTo("GET /v1/[masked]/x");
        assertThat(mask.of("a \"" + json + "\"")).isEqualTo("a \"[masked]\"");
        assertThat(mask.of("a \\\"" + nested + "\\\"")).isEqualTo("a \\\"[masked]\\\"");
        assertThat(mask.of("data " + base64 + " end")).isEqualTo("data [masked] end");
    }

    @Test
    void findsThoseInLongTextsWhereverTheyStand() {
        known.note(Headers.of("x-api-key", OWN), "");
        String escaped = "my\\u002fclient%2Bsecret-42-abc";
        for (int before : new int[] {0, 190_000, 196_600, 262_130, 262_144, 400_000}) {
            String text = "x ".repeat(before / 2) + escaped + " y".repeat(100_000);

            assertThat(mask.of(text).length()).as("after %d", before).isEqualTo(text.length() - escaped.length() + 8);
        }
    }

    @Test
    void findsWhatStandsBehindVeryManySpaces() {
        String token = "Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";
        String password = Base64.getEncoder().encodeToString("jane:r8Kq-2vXw-77pl".getBytes(StandardCharsets.UTF_8));
        for (String space : new String[] {" ", "%20", "+"}) {
            String spaces = space.repeat(50_000);

            assertThat(mask.of("Bearer" + spaces + token)).isEqualTo("Bearer" + spaces + "[masked]");
            assertThat(mask.of("Basic" + spaces + password)).isEqualTo("Basic" + spaces + "[masked]");
        }
    }

    @Test
    void masksJsonSoThatItStaysJson() {
        known.note(Headers.of("x-api-key", "n-secret-42-abc"), "");
        Json value = Json.parse(
                "{\"" + KEY + "\":[\"a " + KEY + "\",1.0,{\"b\":\"line\\n-secret-42-abc\"}],\"n-secret-42-abc\":2}");

        assertThat(mask.of(Json.parse("{\"" + KEY + "\":[\"a " + KEY + "\",1.0]}")))
                .isEqualTo(Json.parse("{\"[masked]\":[\"a [masked]\",1.0]}"));
        assertThat(mask.of(value).toString()).doesNotContain("Zq3fV8mN2xLr7TbK9wPd4");
        assertThat(mask.ofLarge(Json.parse("[\"" + KEY + "\"]"))).isEqualTo(Json.parse("[\"[masked]\"]"));
    }

    @Test
    void leavesWordsAsTheyAre() {
        known.note(Headers.of("x-api-key", OWN), "");
        String line =
                "replayed POST /v1/chat/completions model=llama3.2:1b test=tests/a.py::one[%20x] key=f5450b5c6f0c chunks=55 0.3ms";

        assertThat(mask.of(line)).isSameAs(line);
        assertThat(mask.isClean("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
                .isTrue();
    }
}
