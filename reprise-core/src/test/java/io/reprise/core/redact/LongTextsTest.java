package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that lead a search to look at the same characters again and again, or deeper and deeper. */
class LongTextsTest {
    private static final String RANDOM = "Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";

    /** Where each character was looked at once for each one before it, a search takes hours. */
    private static final Duration SURELY_ENOUGH = Duration.ofSeconds(60);

    private static final int SMALL_STACK = 512 << 10;

    private final CredentialMask mask = Redaction.DEFAULT.words();

    static String[] repeated() {
        return new String[] {
            "bearer+",
            "Bearer ",
            "eyJ-",
            "eyJhbGciOi_",
            "eyJ.",
            "basic+",
            "login" + "+".repeat(250),
            "&",
            "&a;",
            "key",
            "key: ",
            "key:",
            "apiKey\": \"a:",
            "\\",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\\",
            "://a:",
            "Cookie: a=",
            "Authorization: "
        };
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void searchesWhatRepeatsItself(String part) {
        String text = "&amp;key" + part.repeat(1_000_000 / part.length());

        assertThat(assertTimeoutPreemptively(SURELY_ENOUGH, () -> mask.of(text)))
                .hasSize(text.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2_100, 4_000, 4_001, 8_000, 20_000})
    void masksLongTokensToTheirEnd(int length) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        String token = random(length, seed);
        String webToken = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqYW5lIiwi" + token + "." + random(342, seed + 1);

        assertThat(mask.of("Bearer " + token + " end")).isEqualTo("Bearer [masked] end");
        assertThat(mask.of("Basic " + base64("jane:" + token) + " end")).isEqualTo("Basic [masked] end");
        assertThat(mask.of("a=bearer+" + token + "&b")).isEqualTo("a=bearer+[masked]&b");
        assertThat(mask.of("see " + webToken + " end")).isEqualTo("see [masked] end");
        assertThat(mask.of("Authorization: Token " + token)).isEqualTo("Authorization: Token [masked]");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2_048, 2_100, 4_000, 8_000})
    void masksLongValuesOnASmallStack(int length) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        String token = random(length, seed);

        assertThat(onSmallStack(() -> mask.of("{\"access_token\":\"" + token + "\"}")))
                .isEqualTo("{\"access_token\":\"[masked]\"}");
        assertThat(onSmallStack(() -> mask.of("run --api-key " + token + " end")))
                .isEqualTo("run --api-key [masked] end");
    }

    @Test
    void masksValuesWithAnAmpersandToTheEndOfTheQuotes() {
        String value = "Zq3fV8mN2xLr&7TbK9wPd4HsJ6cYg1A";

        assertThat(mask.of("{\"client_secret\":\"" + value + "\"}")).isEqualTo("{\"client_secret\":\"[masked]\"}");
        assertThat(mask.of("client_secret=" + RANDOM + "&b=c")).isEqualTo("client_secret=[masked]&b=c");
        assertThat(mask.of("\"client_secret\":\"" + RANDOM + "&b(")).isEqualTo("\"client_secret\":\"[masked]&b(");
    }

    @Test
    void masksPrivateKeysOfManyLinesOnASmallStack() {
        String line = "\n".repeat(8) + "Zq3fV8mN2xLr7TbK9wPd";

        assertThat(onSmallStack(() -> mask.of("-----BEGIN PRIVATE KEY-----" + line.repeat(400))))
                .isEqualTo("[masked]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\\n", "%0A", "%0D%0A", "+", "%0A+", "%0D+%0A", "++%0A"})
    void masksPrivateKeysWithoutAnEnd(String lineEnd) {
        String lines = (lineEnd + "Zq3fV8mN2xLr7TbK9wPd4HsJ+cYg1AeU").repeat(12);

        assertThat(mask.of("-----BEGIN PRIVATE KEY-----" + lines)).isEqualTo("[masked]");
    }

    @Test
    void masksThePrivateKeyBehindAHeadWithoutAKey() {
        String head = "-----BEGIN PRIVATE KEY-----";
        String key = head + "\n" + RANDOM + RANDOM + "\n-----END PRIVATE KEY-----";

        assertThat(mask.of(head + " is its head. " + key + " end")).isEqualTo(head + " is its head. [masked] end");
    }

    @Test
    void readsAPhraseBeforeManySpaces() {
        String text = " ".repeat(200_000) + "key is " + RANDOM;

        assertThat(onSmallStack(() -> mask.of(text))).isEqualTo(text);
        assertThat(mask.of("access   token is " + RANDOM)).isEqualTo("access   token is [masked]");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String random(int length, long seed) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static <T> T onSmallStack(Supplier<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> result.set(work.get()), "small stack", SMALL_STACK);
        thread.setUncaughtExceptionHandler((any, thrown) -> failure.set(thrown));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        assertThat(failure.get()).isNull();
        return result.get();
    }
}
