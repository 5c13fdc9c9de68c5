package io.reprise.core.redact.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.json.Json;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.Redaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownCredentialsTest {
    private static final String SECRET = "my-client-secret-42-abc";

    private final KnownCredentials known = new KnownCredentials();
    private final CredentialMask mask = Redaction.DEFAULT.knowing(known).words();

    static List<Headers> waysToSendIt() {
        return List.of(
                Headers.of("Authorization", "Bearer " + SECRET),
                Headers.of("authorization", "bearer   " + SECRET + " "),
                Headers.of("Authorization", "Token " + SECRET),
                Headers.of("Authorization", SECRET),
                Headers.of("Authorization", "Key some-id-1:" + SECRET),
                Headers.of("Proxy-Authorization", "Basic " + base64("user:" + SECRET)),
                Headers.of("Authorization", "Basic " + base64(SECRET + ":")),
                Headers.of("Authorization", "OAuth realm=\"x\", oauth_token=\"" + SECRET + "\""),
                Headers.of("x-api-key", SECRET),
                Headers.of("api-key", SECRET),
                Headers.of("x-goog-api-key", SECRET),
                Headers.of("Helicone-Auth", "Bearer " + SECRET),
                Headers.of("x-portkey-virtual-key", SECRET),
                Headers.of("cookie", "theme=dark; session=" + SECRET + "; more=1"),
                Headers.of("sec-websocket-protocol", "realtime, openai-insecure-api-key." + SECRET),
                Headers.of("sec-websocket-protocol", "token, " + SECRET),
                Headers.of("X-LlamaStack-Provider-Data", "{\"a\":[{\"openai_api_key\":\"" + SECRET + "\"}]}"));
    }

    @ParameterizedTest
    @MethodSource("waysToSendIt")
    void knowsWhatAClientSendsAsACredential(Headers headers) {
        known.note(headers, "");

        assertThat(mask.of("please use " + SECRET + ", thanks")).isEqualTo("please use [masked], thanks");
    }

    static List<Headers> longHeaders() {
        return List.of(
                Headers.of("Authorization", "Digest a=b," + "A".repeat(1_000_000)),
                Headers.of("Authorization", "Digest a=b," + "\"".repeat(1_000_000)),
                Headers.of("Authorization", "A".repeat(1_000_000)),
                Headers.of("Authorization", "A" + " ".repeat(1_000_000) + "b"),
                Headers.of("Sec-WebSocket-Protocol", "key".repeat(300_000)),
                Headers.of("Sec-WebSocket-Protocol", "key.".repeat(300_000)),
                Headers.of("Cookie", "a=1b;".repeat(200_000)));
    }

    @ParameterizedTest
    @MethodSource("longHeaders")
    void readsLongHeadersOnce(Headers headers) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> SentCredentials.in(headers, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "openai-insecure-api-key.Zq3fV8mN2xLr7TbK, Zq3fV8mN2xLr7TbK",
        "a.KEY-of-b.c.Zq3fV8mN, Zq3fV8mN",
        "base64url.bearer.authorization.k8s.io.Zq3f_8mN-2xLr, Zq3f_8mN-2xLr",
        "x-tokens.Zq3fV8mN2=, Zq3fV8mN2=",
        "1secret-.Zq3fV8mN, Zq3fV8mN"
    })
    void knowsWhatAProtocolHasBehindANameOfCredentials(String protocol, String secret) {
        assertThat(SentCredentials.in(Headers.of("sec-websocket-protocol", "a, " + protocol), ""))
                .contains(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key", "api-key.", "key.short12", "graphql-ws.protocol-v12", "key1.protocol", "key.a.b$cdefghij"
            })
    void takesNoOtherProtocolForACredential(String protocol) {
        assertThat(SentCredentials.in(Headers.of("sec-websocket-protocol", "a, " + protocol), ""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key=", "alt=sse&api_key=", "Access-Token=", "x-reprise-token="})
    void knowsWhatAClientSendsInAQuery(String query) {
        known.note(Headers.NONE, query + "my%2Bclient-secret-42");

        assertThat(mask.of("my+client-secret-42")).isEqualTo("[masked]");
        assertThat(mask.of("/v1/my%2bclient-secret-42/x")).isEqualTo("/v1/[masked]/x");
    }

    @Test
    void findsItInOtherSpellings() {
        String odd = "p@ss/w+rd\"\\=é-42-Xy";
        known.configure(odd);
        String json = new Json.JsonString("a " + odd).toString();
        String once = Json.parse("[\"" + odd.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]")
                .toString();
        String twice = new Json.JsonArray(List.of(new Json.JsonString(once))).toString();

        assertThat(mask.of(once)).isEqualTo("[\"[masked]\"]");
        assertThat(mask.of(twice)).isEqualTo("[\"[\\\"[masked]\\\"]\"]");
        assertThat(mask.of(json)).doesNotContain("ss/w");
        assertThat(mask.of(PercentEncoding.encode(odd.getBytes(StandardCharsets.UTF_8), "")))
                .isEqualTo("[masked]");
        assertThat(mask.of(odd.toUpperCase(java.util.Locale.ROOT))).isEqualTo("[masked]");
        assertThat(mask.of("p\\u0040ss\\/w\\u002Brd\\u0022\\u005c\\u003d\\u00e9-42-Xy"))
                .isEqualTo("[masked]");
        assertThat(mask.of("%70%40ss%2Fw%2Brd%22%5C%3D%C3%A9-42-Xy")).isEqualTo("[masked]");
    }

    @Test
    void findsItWhereverBase64OfALongerTextHasIt() {
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            String secret = "s" + Long.toString(random.nextLong(), 36).replace("-", "?>~");
            KnownCredentials one = new KnownCredentials();
            one.configure(secret);
            CredentialMask its = Redaction.DEFAULT.knowing(one).words();
            byte[] text = ("x".repeat(random.nextInt(9)) + secret + "y".repeat(random.nextInt(9)))
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(its.isClean(Base64.getEncoder().encodeToString(text)))
                    .as(secret)
                    .isFalse();
            assertThat(its.isClean(Base64.getUrlEncoder().encodeToString(text)))
                    .as(secret)
                    .isFalse();
        }
    }

    @Test
    void findsShortOnesAsWholeWordsOnly() {
        known.note(Headers.of("x-api-key", "pa55word"), "");

        assertThat(mask.of("is pa55word, (pa55word)%20pa55word\\npa55word_")).doesNotContain("pa55word");
        assertThat(mask.of("apa55word pa55words")).isEqualTo("apa55word pa55words");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test",
                "test-key",
                "dummy",
                "fake",
                "ollama",
                "not-needed",
                "none",
                "EMPTY",
                "sk-no-key-required",
                "lm-studio",
                "sk-test",
                "your-api-key",
                "YOUR_API_KEY",
                "sk-1234567890",
                "sk-xxxxxxxxxxxxxxxx",
                "test-api-key-123",
                "placeholder",
                "unused",
                "shrt1"
            })
    void doesNotSearchForWhatEverybodySends(String placeholder) {
        known.note(Headers.of("Authorization", "Bearer " + placeholder), "");

        assertThat(mask.of("a " + placeholder + " b")).isEqualTo("a " + placeholder + " b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"idempotency-key", "sec-websocket-key", "x-request-id", "user-agent", "openai-beta"})
    void doesNotTakeOtherHeadersForCredentials(String name) {
        known.note(Headers.of(name, SECRET, "sec-websocket-protocol", "realtime, openai-beta.realtime-v1"), "alt=sse");

        assertThat(known.version()).isZero();
    }

    @Test
    void remembersTheLatestOnesOfClientsAndAllThatAreConfigured() {
        known.configure("configured-1");
        for (int i = 0; i < 1_500; i++) {
            known.note(Headers.of("x-api-key", "client-number-" + i), "");
        }
        known.note(Headers.of("x-api-key", "client-number-600"), "");
        known.note(Headers.of("x-api-key", "client-number-1501"), "");

        assertThat(mask.of("configured-1 client-number-499 client-number-500 client-number-600 client-number-1499"))
                .isEqualTo("[masked] client-number-499 client-number-500 [masked] [masked]");
    }

    @Test
    void findsThemAmongOthersThatWereForgotten() {
        for (int i = 0; i < 20_000; i++) {
            known.note(Headers.of("x-api-key", "key" + i * 7_919L % 1_000_003), "");
        }

        assertThat(mask.isClean("key" + 19_999 * 7_919L % 1_000_003)).isFalse();
        assertThat(mask.isClean("key" + 19_001 * 7_919L % 1_000_003)).isFalse();
        assertThat(mask.isClean("key" + 18_000 * 7_919L % 1_000_003)).isTrue();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
