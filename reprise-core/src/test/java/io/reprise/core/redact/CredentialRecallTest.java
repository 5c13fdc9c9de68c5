package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.redact.Redaction.Outcome;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.redact.format.GeneratedCredentials;
import io.reprise.core.redact.format.GeneratedCredentials.Generated;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kind of credential, generated, at every place. Another seed ({@code -Dreprise.seed=…}) may generate a short value that looks like a word by chance: one in some
 * thousand values of 20 characters does.
 */
@Slow
class CredentialRecallTest {
    private static final long SEED = Optional.ofNullable(System.getProperty("reprise.seed"))
            .map(Long::parseLong)
            .orElse(11L);

    private static final Redaction MASKING = new Redaction(Policy.MASK, List.of(), List.of());

    private final GeneratedCredentials generated = new GeneratedCredentials(SEED);
    private final List<Generated> credentials = credentials();

    @TestFactory
    Stream<DynamicTest> areFoundAt() {
        return PlantedCredentials.places().entrySet().stream()
                .map(place ->
                        DynamicTest.dynamicTest(place.getKey(), () -> areFoundAt(place.getKey(), place.getValue())));
    }

    private void areFoundAt(String place, Function<String, Exchange> exchange) {
        List<String> missed = new ArrayList<>();
        for (Generated credential : credentials) {
            Exchange planted = exchange.apply(credential.text());
            if (Redaction.DEFAULT.apply(planted) instanceof Outcome.Clean kept && !isLeftOut(kept)
                    || MASKING.apply(planted) instanceof Outcome.Clean clean
                            && (clean.masked().isEmpty() && !isLeftOut(clean)
                                    || clean.toString().contains(credential.text()))) {
                missed.add(credential.format() + ": " + credential.text());
            }
        }
        assertThat(missed).as("at %s, seed %d", place, SEED).isEmpty();
    }

    /** Members of queries with certain names are never kept. */
    private static boolean isLeftOut(Outcome.Clean kept) {
        return kept.exchange().request().query().equals("a=1");
    }

    @TestFactory
    Stream<DynamicTest> areFoundWhereverAStreamIsCut() {
        return credentials.stream()
                .map(credential -> DynamicTest.dynamicTest(credential.format(), () -> {
                    String text = "it is " + credential.text() + " .";
                    int step = 1 + text.length() / 50;
                    for (int cut = 1 + Math.floorMod(SEED, step); cut < text.length(); cut += step) {
                        List<String> pieces = List.of(text.substring(0, cut), text.substring(cut));
                        Exchange planted = new Exchange(Request.get("/"), PlantedCredentials.deltas(pieces));
                        assertThat(Redaction.DEFAULT.apply(planted))
                                .as("%s cut at %d, seed %d", text, cut, SEED)
                                .isInstanceOf(Outcome.Refused.class);
                    }
                }));
    }

    private List<Generated> credentials() {
        List<Generated> all = new ArrayList<>(generated.all());
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        String key = generated.random(letters, 40);
        all.add(new Generated(
                "password of a login",
                "machine api.example.com login someone password " + generated.random(letters, 20)));
        all.add(new Generated("bearer token", "Authorization: Bearer " + key));
        all.add(new Generated("token of another scheme", "Authorization: Token " + key));
        all.add(new Generated("key without a scheme", "authorization: " + key));
        all.add(new Generated("header with a key", "x-api-key: " + key));
        all.add(new Generated("basic", "Authorization: Basic " + base64("someone:" + key.substring(0, 14))));
        all.add(new Generated("cookie", "Cookie: theme=dark; sid=" + key + "; lang=en"));
        all.add(new Generated("cookie that is set", "Set-Cookie: sid=" + key + "; Path=/"));
        all.add(new Generated(
                "web token",
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                        + base64("{\"sub\":\"u-" + key.substring(0, 9) + "\"}") + "." + key));
        all.add(new Generated("password in a URL", "redis://app:" + key.substring(0, 12) + "@db.internal:6379/0"));
        all.add(new Generated(
                "password of MongoDB", "mongodb+srv://app:" + key.substring(0, 12) + "@c0.ab1cd.mongodb.net/x"));
        all.add(new Generated("member", "api_key: " + generated.random("0123456789abcdef", 32)));
        all.add(new Generated("option", "tool --api-key " + generated.random(letters, 32)));
        all.add(new Generated("secret access key", "aws_secret_access_key = " + key));
        all.add(new Generated("password", "password=Tr7" + generated.random(letters, 12) + "!x"));
        all.add(new Generated("command", "curl -u admin:" + key.substring(0, 15) + " https://a.example"));
        all.add(new Generated(
                "signature",
                "https://a.blob.core.windows.net/c?sv=2024-11-04&ss=b&srt=sco&sp=rwdl&se=2030-01-01T00:00:00Z&sig="
                        + key + "abc%3D"));
        all.add(new Generated("private key in lines", pem("RSA PRIVATE KEY", letters, 800, "\n")));
        all.add(new Generated("private key on one line", pem("PRIVATE KEY", letters, 64, " ")));
        all.add(new Generated("private key with escapes", pem("OPENSSH PRIVATE KEY", letters, 400, "\\n")));
        return all;
    }

    private String pem(String name, String letters, int size, String lineEnd) {
        StringBuilder key =
                new StringBuilder("-----BEGIN ").append(name).append("-----").append(lineEnd);
        for (int i = 0; i < size; i += 64) {
            key.append(generated.random(letters + "+/", Math.min(64, size - i))).append(lineEnd);
        }
        return key.append("-----END ").append(name).append("-----").toString();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
