package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.JsonPath;
import io.reprise.core.key.KeyRules;
import io.reprise.core.pattern.RegularExpression;
import io.reprise.core.redact.Redaction.Outcome;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    /** Put together so that no scanner of source code takes this file for a leak. */
    private static final String SECRET = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";

    private static final Response OK = Response.whole(200, "application/json", Bytes.utf8("{\"ok\":true}"));
    private static final Redaction MASKING = new Redaction(Policy.MASK, List.of(), List.of());

    static List<String> credentials() {
        String letters = "Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXoQ0vBtR2nMkWz3GyDhF8";
        return List.of(
                SECRET,
                "sk-" + "ant-api03-" + letters,
                "sk-" + "or-v1-0a9f3c5e7b1d8264aa93f0c2b4e6d8170a9f3c5e7b1d8264aa93f0c2b4e6d817",
                "AI" + "za" + letters.substring(0, 35),
                "AK" + "IA" + "Q3EGRZ7LKJ2MB5XT",
                "ghp_" + letters.substring(0, 36),
                "github_" + "pat_" + letters,
                "hf_" + letters.substring(0, 34),
                "gsk_" + letters.substring(0, 52),
                "xox" + "b-2849182731-29384718273-" + letters.substring(0, 24),
                "xai-" + letters + "1234",
                "Bearer " + letters,
                "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiI0MjQyIn0." + letters.substring(0, 43),
                "-----BEGIN RSA PRIVATE" + " KEY-----\\n" + (letters.substring(0, 48) + "+/9z\\n").repeat(6)
                        + "-----END RSA PRIVATE KEY-----",
                "postgres://app:h8Fk2-pQ9z@db.internal/x",
                "aws_secret_access_key = " + letters.substring(0, 40),
                "api_key=0a9f3c5e7b1d8264aa93f0c2b4e6d817");
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void refusesAWriteThatHoldsACredentialAndDoesNotSayIt(String credential) {
        Exchange asked = new Exchange(
                Request.post("/v1/chat/completions", "{\"messages\":[{\"content\":\"use " + credential + " now\"}]}"),
                OK);

        Outcome outcome = Redaction.DEFAULT.apply(asked);

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        String told = ((Outcome.Refused) outcome).findings().toString();
        assertThat(told).contains("request body").doesNotContain(credential.substring(credential.length() - 12));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void masksACredentialThatTheAnswerBringsInPieces(String credential) {
        List<Chunk> chunks = new ArrayList<>();
        String text = "here: " + credential.replace("\\n", "\n") + " .";
        for (int i = 0; i < text.length(); i += 3) {
            String piece = text.substring(i, Math.min(i + 3, text.length())).replace("\n", "\\n");
            chunks.add(
                    Chunk.of(i, "data: {\"choices\":[{\"index\":0, \"delta\":{\"content\":\"" + piece + "\"}}]}\n\n"));
            chunks.add(Chunk.of(i, "data: {\"choices\":[{\"index\":1, \"delta\":{\"content\":\"other\"}}]}\n\n"));
        }
        Response response = new Response(200, Headers.NONE, StreamFormats.SSE, chunks, Ending.COMPLETE);

        Outcome outcome = MASKING.apply(new Exchange(Request.get("/"), response));

        Response masked = ((Outcome.Clean) outcome).exchange().response();
        assertThat(masked.chunks()).hasSameSizeAs(chunks);
        String told = masked.body()
                .toString()
                .replaceAll("(?s)data: \\{\"choices\":\\[\\{\"index\":1.*?\n\n", "")
                .replaceAll("data: .*?content\":\"|\"\\}\\}\\]\\}\n\n", "");
        assertThat(told).startsWith("here: ").endsWith(" .").containsOnlyOnce(Redaction.MASK);
        assertThat(told.length()).isLessThan(60);
        assertThat(((Outcome.Clean) MASKING.apply(new Exchange(Request.get("/"), masked))).masked())
                .isEmpty();
    }

    /** Streams of plain text, with other events between its pieces. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sse    | data: %s~~                  | data: {\"other\":1}~~",
                "sse    | event: text~data: %s~~      | event: ping~data: now~~",
                "sse    | : c~data:%s~~               | data: [DONE]~~",
                "ndjson | %s~                         | {\"other\":\"text\"}~",
            })
    void masksACredentialThatComesInPiecesOfPlainText(String format, String piece, String other) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < SECRET.length(); i += 4) {
            String part = SECRET.substring(i, Math.min(i + 4, SECRET.length()));
            chunks.add(Chunk.of(i, piece.replace("~", "\n").formatted(part)));
            chunks.add(Chunk.of(i, other.replace("~", "\n")));
        }
        StreamFormat stream = StreamFormats.KNOWN.named(format).orElseThrow();
        Exchange exchange =
                new Exchange(Request.get("/"), new Response(200, Headers.NONE, stream, chunks, Ending.COMPLETE));

        assertThat(Redaction.DEFAULT.apply(exchange)).isInstanceOf(Outcome.Refused.class);
        Response masked = ((Outcome.Clean) MASKING.apply(exchange)).exchange().response();

        assertThat(masked.chunks()).hasSameSizeAs(chunks);
        assertThat(masked.body().toString()).containsOnlyOnce(Redaction.MASK);
        assertThat(masked.body().toString()).doesNotContain(SECRET.substring(4, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data: {\"t\":\"%s\"}\n\n", "event: x\r\ndata: %s\r\n\r\n", "{\"t\":\"%s\"}\n", "data: %s\n\n"})
    void keepsNoStreamWithAnotherContentTypeThatBringsACredentialInPieces(String piece) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < SECRET.length(); i += 4) {
            body.append(piece.formatted(SECRET.substring(i, Math.min(i + 4, SECRET.length()))));
        }
        Exchange exchange =
                new Exchange(Request.get("/"), Response.whole(200, "text/plain", Bytes.utf8(body.toString())));

        assertThat(Redaction.DEFAULT.apply(exchange)).isInstanceOf(Outcome.Refused.class);
        assertThat(MASKING.apply(exchange)).isInstanceOf(Outcome.Unreadable.class);
    }

    @Test
    void takesTheResultsOfABatchForDocumentsOfTheirOwn() {
        String line = "{\"other\":\"" + "x".repeat(1_000) + "\",\"t\":\"%s\"}\n";
        String body = line.formatted("not a key: sk-proj-Zq3fV8") + line.formatted("mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo");

        assertThat(Redaction.DEFAULT.apply(
                        new Exchange(Request.get("/"), Response.whole(200, "application/jsonl", Bytes.utf8(body)))))
                .isInstanceOf(Outcome.Clean.class);
    }

    @Test
    void seesThroughEscapes() {
        String escaped = "\\u0073" + SECRET.substring(1);

        Outcome outcome =
                MASKING.apply(new Exchange(Request.post("/", "{ \"a\": \"x " + escaped + "\", \"b\" : 1.0 }"), OK));

        assertThat(((Outcome.Clean) outcome).exchange().request().body())
                .isEqualTo(Bytes.utf8("{ \"a\": \"x [masked]\", \"b\" : 1.0 }"));
    }

    @Test
    void searchesAndKeepsCodedRequestsDecoded() {
        Headers gzip = Headers.of("content-encoding", "gzip");
        Bytes plain = Bytes.owning(Base64.getDecoder().decode("H4sIAAAAAAACA6tWSlSyAuJaAMXisGkJAAAA"));
        Request coded = new Request("POST", "/", "", gzip, plain);
        Request damaged = new Request("POST", "/", "", gzip, Bytes.utf8("{}"));

        assertThat(((Outcome.Clean) Redaction.DEFAULT.apply(new Exchange(coded, OK)))
                        .exchange()
                        .request())
                .isEqualTo(new Request("POST", "/", "", Headers.NONE, Bytes.utf8("{\"a\":\"a\"}")));
        assertThat(Redaction.DEFAULT.apply(new Exchange(damaged, OK)))
                .isEqualTo(new Outcome.Unreadable("the request body cannot be decoded: it is not gzip"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void doesNotTakeExamplesForCredentials(String example) {
        Request request = Request.post("/v1/chat/completions", "{\"content\":\"" + example + "\"}");

        assertThat(Redaction.DEFAULT.apply(new Exchange(request, OK)))
                .isEqualTo(new Outcome.Clean(new Exchange(request, OK), List.of()));
    }

    static List<String> examples() {
        return List.of(
                "sk-...",
                "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "sk-your-api-key-here-1234",
                "OPENAI_API_KEY=your_api_key_here_please",
                "test_4f8a9b2c3d4e5f60718293a4b5c6d7e8",
                "task-sk-loading-spinner-container-element",
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_HERE",
                "postgres://postgres:postgres@localhost/db",
                "https://example.com:8080/a@b",
                "-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----",
                "the password: correct-horse-battery-staple",
                "completion_tokens: 123456789012345678901234567890");
    }

    @Test
    void dropsHeadersAndQueryMembersThatHoldCredentials() {
        Request request = new Request(
                "POST",
                "/v1/x",
                "a=1&key=abc&API%2DKEY=z",
                Headers.of("authorization", "Bearer x", "X-Goog-Api-Key", "y", "accept", "*/*"),
                Bytes.EMPTY);
        Response response = new Response(
                200,
                Headers.of("set-cookie", "a=b", "x-request-id", "1"),
                StreamFormat.WHOLE,
                List.of(),
                Ending.COMPLETE);

        Outcome outcome = Redaction.DEFAULT.apply(new Exchange(request, response));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Clean.class, clean -> {
            assertThat(clean.exchange().request())
                    .isEqualTo(new Request("POST", "/v1/x", "a=1", Headers.of("accept", "*/*"), Bytes.EMPTY));
            assertThat(clean.exchange().response().headers()).isEqualTo(Headers.of("x-request-id", "1"));
        });
    }

    /** A server sends them to every browser, with a key that is public. */
    @Test
    void keepsPoliciesForBrowsersUnlessTheirTextIsACredential() {
        String policy =
                "default-src 'self'; report-uri https://intake.example.com/api/v2/logs?api-key=0b4f163c23bbf91c16b8c57f56";
        Request request = Request.get("/v1/models");

        for (String secret : List.of("", " sk-proj-" + "aB3dE6gH9jK2mN5pQ8sT1vW4")) {
            Headers headers = Headers.of("content-security-policy", policy + secret);
            Response response = new Response(200, headers, StreamFormat.WHOLE, List.of(), Ending.COMPLETE);

            assertThat(Redaction.DEFAULT.apply(new Exchange(request, response)) instanceof Outcome.Clean)
                    .isEqualTo(secret.isEmpty());
        }
    }

    @Test
    void masksMembersWhateverTheyHold() {
        List<JsonPath> members =
                List.of(JsonPath.parse("$.user"), JsonPath.parse("$..ssn"), JsonPath.parse("$.list[1]"));
        Redaction redaction = new Redaction(Policy.REFUSE, List.of(), members);
        String body =
                "{\"user\": {\"name\": \"Ann\"},\n \"x\": [{\"ssn\": 123}], \"list\": [1, 2, 3], \"y\" : \"\\u00f6\"}";

        Outcome outcome = redaction.apply(new Exchange(Request.post("/", body), OK));

        assertThat(((Outcome.Clean) outcome).exchange().request().body())
                .isEqualTo(Bytes.utf8("{\"user\": \"[masked]\",\n \"x\": [{\"ssn\": \"[masked]\"}],"
                        + " \"list\": [1, \"[masked]\", 3], \"y\" : \"\\u00f6\"}"));
    }

    @Test
    void refusesWhatAConfiguredPatternCannotBeLookedForIn() {
        Redaction redaction = new Redaction(Policy.MASK, List.of(RegularExpression.of("(?:a|b)*c")), List.of());

        Outcome outcome = redaction.apply(new Exchange(Request.post("/", "ab".repeat(40_000)), OK));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .startsWith("it cannot be searched: the regular expression '(?:a|b)*c'"));
    }

    @Test
    void leavesValuesThatAreAllowed() {
        List<RegularExpression> allowed = List.of(RegularExpression.of("^sk-proj-Zq3fV8mN"));
        Redaction redaction = new Redaction(Policy.REFUSE, List.of(), allowed, List.of());
        Exchange one = new Exchange(Request.post("/", "{\"a\":\"" + SECRET + "\"}"), OK);
        Exchange other = new Exchange(Request.post("/", "{\"a\":\"" + SECRET.replace("Zq3", "Zq4") + "\"}"), OK);

        assertThat(redaction.apply(one)).isEqualTo(new Outcome.Clean(one, List.of()));
        assertThat(redaction.apply(other)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void findsTheSameKeyBeforeAndAfterMasking() {
        Redaction redaction = new Redaction(
                Policy.MASK, List.of(RegularExpression.of("acct-([0-9]{6})")), List.of(JsonPath.parse("$.user")));
        KeyRules rules = KeyRules.NONE.withMask(redaction::mask);
        Request request = new Request(
                "POST",
                "/v1/files/" + SECRET,
                "q=" + SECRET + "&key=1",
                Headers.of("x-a", SECRET),
                Bytes.utf8("{\"user\":\"Ann\",\"a\":\"acct-123456 " + SECRET + "\"}"));

        Request kept = ((Outcome.Clean) redaction.apply(new Exchange(request, OK)))
                .exchange()
                .request();

        assertThat(kept.toString())
                .doesNotContain(SECRET)
                .doesNotContain("123456")
                .doesNotContain("Ann");
        assertThat(redaction.mask(kept)).isEqualTo(kept);
        assertThat(rules.question(kept, TestId.NONE).key())
                .isEqualTo(rules.question(request, TestId.NONE).key());
        assertThat(rules.canonical(ApiFamilies.parse(request)).text()).contains("acct-[masked]");
    }

    @Test
    void leavesBytesThatAreNotUtf8AsTheyAre() {
        byte[] rubbish = {(byte) 0xff, '"', (byte) 0xc3, '\\', 'u', '1', 0, (byte) 0x80};
        Exchange exchange = new Exchange(
                new Request("POST", "/", "", Headers.NONE, Bytes.copyOf(rubbish)),
                Response.whole(200, "x/y", Bytes.copyOf(rubbish)));

        assertThat(MASKING.apply(exchange)).isEqualTo(new Outcome.Clean(exchange, List.of()));
    }
}
