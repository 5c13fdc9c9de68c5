package io.reprise.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigV4SignerTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final URI UPSTREAM = URI.create("https://bedrock-runtime.eu-west-1.amazonaws.com");
    private static final String HOST = "bedrock-runtime.eu-west-1.amazonaws.com";
    private static final URI S3 = URI.create("https://s3.us-east-1.amazonaws.com");
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(\\S+), SignedHeaders=(\\S+), Signature=([0-9a-f]{64})");

    private static SigV4Signer signer(String... variables) {
        Map<String, String> environment =
                new HashMap<>(Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new SigV4Signer(new CredentialSource(environment, Path.of("/nowhere")), NOON);
    }

    /** As a client signs it for this server, with credentials of no worth. */
    private static Request signed(String path, String query, String body, String... more) {
        Headers headers = Headers.of(
                "content-type", "application/json",
                "user-agent", "some sdk",
                "x-amz-date", "20261126T115959Z",
                "x-amz-content-sha256", "0".repeat(64),
                "x-amz-security-token", "of the client",
                "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDCLIENT/20261126/eu-west-1/bedrock/aws4_request,"
                                + " SignedHeaders=host;x-amz-date, Signature=" + "1".repeat(64));
        for (int i = 0; i < more.length; i += 2) {
            headers = headers.without(more[i]).plus(more[i], more[i + 1]);
        }
        return new Request("POST", path, query, headers, Bytes.utf8(body));
    }

    private static void assertSigned(Request request, String host) throws Exception {
        Matcher authorization =
                AUTHORIZATION.matcher(request.headers().first("authorization").orElseThrow());
        assertThat(authorization.matches()).isTrue();
        assertThat(request.headers().fields().stream().map(Headers.Field::name)).doesNotHaveDuplicates();
        String payload = SignatureCheck.sha256(request.body().toArray());
        assertThat(request.headers().first("x-amz-content-sha256").orElse(payload))
                .isEqualTo(payload);
        String expected = new SignatureCheck(SECRET)
                .signature(
                        request,
                        host,
                        new SignatureCheck.Signed(
                                request.headers().first("x-amz-date").orElseThrow(),
                                authorization.group(1),
                                SignatureCheck.list(authorization.group(2)),
                                payload));
        assertThat(authorization.group(3)).isEqualTo(expected);
    }

    /** The vector "get-vanilla" of the test suite that AWS publishes. */
    @Test
    void theCheckItselfComputesWhatAwsPublishes() throws Exception {
        Request request = new Request("GET", "/", "", Headers.of("x-amz-date", "20150830T123600Z"), Bytes.EMPTY);

        assertThat(new SignatureCheck(SECRET)
                        .signature(
                                request,
                                "example.amazonaws.com",
                                new SignatureCheck.Signed(
                                        "20150830T123600Z",
                                        "20150830/us-east-1/service/aws4_request",
                                        SignatureCheck.list("host;x-amz-date"),
                                        SignatureCheck.sha256(new byte[0]))))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @ParameterizedTest
    @CsvSource({
        "/model/anthropic.claude-3%3A0/converse, ''",
        "/model/anthropic.claude-3:0/converse-stream, ''",
        "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123%3Ainference-profile%2Feu.x-v1%3A0/invoke, ''",
        "/model/m/invoke-with-response-stream, ''",
        "/odd/%C3%B6/%20/a+b/~/*, 'b=2&a=1&a=0&empty=&alone&%C3%B6=%2F+x%20y'",
        "/, 'X-Other=%7E*'",
    })
    void signsForTheHostOfTheUpstream(String path, String query) throws Exception {
        Request again = signer().sign(signed(path, query, "{\"text\":\"Schrödinger\"}"), UPSTREAM);

        assertThat(again.path()).isEqualTo(path);
        assertThat(again.query()).isEqualTo(query);
        assertThat(again.body()).isEqualTo(Bytes.utf8("{\"text\":\"Schrödinger\"}"));
        assertThat(again.headers().first("user-agent")).hasValue("some sdk");
        assertThat(again.headers().first("x-amz-date")).hasValue("20261126T120000Z");
        assertThat(again.headers().first("x-amz-security-token")).isEmpty();
        assertThat(again.headers().first("authorization"))
                .hasValueSatisfying(value -> assertThat(value)
                        .contains("AKIDEXAMPLE/20261126/eu-west-1/bedrock/aws4_request")
                        .contains("host"));
        assertSigned(again, HOST);
    }

    @Test
    void signsTheFieldsThatAwsReadsAndAPort() throws Exception {
        Request request =
                signed("/model/m/invoke", "", "", "x-amzn-bedrock-trace", "ENABLED", "x-amz-other", " a   b ");

        Request again = signer().sign(request, URI.create("https://localhost:8443/v1"));

        assertThat(again.headers().first("authorization").orElseThrow()).contains("x-amz-other");
        assertSigned(again, "localhost:8443");
    }

    @Test
    void sendsTheTokenOfTemporaryCredentials() throws Exception {
        Request again = signer("AWS_SESSION_TOKEN", "of the process").sign(signed("/x", "", "{}"), UPSTREAM);

        assertThat(again.headers().first("x-amz-security-token")).hasValue("of the process");
        assertThat(again.headers().first("authorization").orElseThrow()).contains("x-amz-security-token");
        assertSigned(again, HOST);
    }

    @Test
    void signsTheQueryWhereTheClientHasDoneSo() throws Exception {
        Request request = new Request(
                "GET",
                "/model/m%3A0/x",
                "a=b&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDCLIENT%2F20261126%2Fus-east-1%2Fbedrock%2Faws4_request"
                        + "&X-Amz-Date=20261126T115959Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=00",
                Headers.of("accept", "*/*"),
                Bytes.EMPTY);

        Request again = signer().sign(request, UPSTREAM);

        assertThat(again.query())
                .startsWith("a=b&")
                .contains(
                        "X-Amz-Expires=600",
                        "X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fbedrock%2Faws4_request")
                .doesNotContain("AKIDCLIENT");
        assertThat(again.headers()).isEqualTo(request.headers());
        assertQueryIsSigned(again, HOST, "bedrock", SignatureCheck.sha256(new byte[0]));
    }

    /** As the AWS SDK for JavaScript presigns a download and an upload. */
    @ParameterizedTest
    @CsvSource({
        "GET, X-Amz-Content-Sha256=UNSIGNED-PAYLOAD, &X-Amz-Checksum-Mode=ENABLED&x-id=GetObject",
        "PUT, X-Amz-Content-Sha256=UNSIGNED-PAYLOAD, &x-amz-sdk-checksum-algorithm=CRC32&x-id=PutObject",
        "GET, x-amz-content-sha256=UNSIGNED-PAYLOAD, &versionId=1",
        "PUT, a=b, &response-content-type=text%2Fplain",
        "GET, a=b, &X-Amz-Meta-Odd=%2B%20%C3%B6&X-Amz-Meta-Odd=2&X-Amz-Flag",
    })
    void signsEachMemberOfAQueryForS3Once(String method, String before, String after) throws Exception {
        Request request = new Request(
                method,
                "/bucket/a/file.txt",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&" + before
                        + "&X-Amz-Credential=AKIDCLIENT%2F20261126%2Fus-east-1%2Fs3%2Faws4_request"
                        + "&X-Amz-Date=20261126T115959Z&X-Amz-Expires=900&X-Amz-Security-Token=of-the-client"
                        + "&X-Amz-Signature=00&X-Amz-SignedHeaders=host" + after,
                Headers.of("accept", "*/*"),
                Bytes.utf8(method.equals("PUT") ? "some text" : ""));

        Request again = signer("AWS_SESSION_TOKEN", "of the process").sign(request, S3);

        assertThat(members(again.query()))
                .doesNotHaveDuplicates()
                .containsAll(members(before + after))
                .contains("X-Amz-Security-Token=of%20the%20process")
                .doesNotContain("X-Amz-Signature=00");
        assertThat(members(again.query())).hasSize(members(request.query()).size());
        assertThat(again.headers()).isEqualTo(request.headers());
        assertQueryIsSigned(again, S3.getHost(), "s3", "UNSIGNED-PAYLOAD");
    }

    @Test
    void leavesTheBodyOfAQueryForS3UnsignedAlsoWithoutTls() throws Exception {
        Request request = new Request(
                "PUT",
                "/bucket/file.txt",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDCLIENT%2F20261126%2Fus-east-1%2Fs3%2Faws4_request"
                        + "&X-Amz-Date=20261126T115959Z&X-Amz-Expires=900&X-Amz-Signature=00&X-Amz-SignedHeaders=host",
                Headers.NONE,
                Bytes.utf8("some text"));

        Request again = signer().sign(request, URI.create("http://localhost:9000"));

        assertQueryIsSigned(again, "localhost:9000", "s3", "UNSIGNED-PAYLOAD");
    }

    /** @param hash of the body, as it was signed */
    private static void assertQueryIsSigned(Request again, String host, String service, String hash) throws Exception {
        String signature = again.query().replaceAll(".*X-Amz-Signature=([0-9a-f]+).*", "$1");
        assertThat(signature)
                .isEqualTo(new SignatureCheck(SECRET)
                        .signature(
                                again,
                                host,
                                new SignatureCheck.Signed(
                                        "20261126T120000Z",
                                        "20261126/us-east-1/" + service + "/aws4_request",
                                        SignatureCheck.list("host"),
                                        hash)));
    }

    private static List<String> members(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(member -> !member.isEmpty())
                .toList();
    }

    @Test
    void leavesTheBodyUnsignedWhereTheClientSaysSoInTheQuery() throws Exception {
        Request request = new Request(
                "POST",
                "/model/m/x",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"
                        + "&X-Amz-Credential=AKIDCLIENT%2F20261126%2Fus-east-1%2Fbedrock%2Faws4_request"
                        + "&X-Amz-Date=20261126T115959Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=00",
                Headers.NONE,
                Bytes.utf8("{}"));

        Request again = signer().sign(request, UPSTREAM);

        assertThat(members(again.query()))
                .doesNotHaveDuplicates()
                .contains("X-Amz-Content-Sha256=UNSIGNED-PAYLOAD")
                .hasSize(7);
        assertQueryIsSigned(again, HOST, "bedrock", "UNSIGNED-PAYLOAD");
    }

    @Test
    void leavesTheBodyUnsignedWhereTheClientDoes() {
        Request again = signer().sign(signed("/x", "", "{}", "x-amz-content-sha256", "UNSIGNED-PAYLOAD"), UPSTREAM);

        assertThat(again.headers().first("x-amz-content-sha256")).hasValue("UNSIGNED-PAYLOAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer bedrock-api-key",
                "Basic eDp5",
                "AWS4-ECDSA-P256-SHA256 Credential=a/b",
                "AWS4-HMAC-SHA256 x"
            })
    void knowsWhatIsNotSignedInThisWay(String authorization) {
        assertThat(signer().isSigned(signed("/x", "", "", "authorization", authorization)))
                .isFalse();
        assertThat(signer().isSigned(Request.get("/x"))).isFalse();
        assertThat(signer().isSigned(signed("/x", "", ""))).isTrue();
    }

    @Test
    void saysHowToGiveCredentials() {
        SigV4Signer without = new SigV4Signer(new CredentialSource(Map.of(), Path.of("/nowhere")), NOON);

        assertThatIllegalStateException()
                .isThrownBy(() -> without.sign(signed("/x", "", ""), UPSTREAM))
                .withMessageContaining("AWS_ACCESS_KEY_ID")
                .withMessageContaining("docs/aws.md");
    }

    @Test
    void saysThatABodyInPiecesCannotBeSignedAgain() {
        Request request = signed("/x", "", "", "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");

        assertThatIllegalStateException()
                .isThrownBy(() -> signer().sign(request, UPSTREAM))
                .withMessageContaining("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    }

    @ParameterizedTest
    @CsvSource({
        "https://bedrock-runtime.us-east-1.amazonaws.com, true",
        "https://bedrock-runtime.cn-north-1.amazonaws.com.cn, true",
        "https://bedrock-runtime.us-east-1.api.aws/v1, true",
        "https://amazonaws.com.evil.example, false",
        "https://notamazonaws.com, false",
    })
    void isUsualForHostsOfAws(URI upstream, boolean isUsual) {
        assertThat(new SigV4Provider().isUsualFor(upstream)).isEqualTo(isUsual);
    }

    @Test
    void showsNoCredentials() {
        assertThat(new Credentials("id", "secret", Optional.of("token")).toString())
                .doesNotContain("id", "secret", "token");
    }
}
