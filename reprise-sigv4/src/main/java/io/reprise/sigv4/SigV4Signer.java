package io.reprise.sigv4;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.server.upstream.RequestSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signs with credentials of this process; region and service are those of the client's signature. */
final class SigV4Signer implements RequestSigner {
    private static final String PAYLOAD_HASH = ClientSignature.PAYLOAD_HASH;
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String IN_PIECES = "STREAMING-";

    /** Their paths are signed as they are, those of all others encoded once more. They expect no hash of the body of a request with a signed query. */
    private static final Set<String> S3 = Set.of("s3", "s3-object-lambda", "s3-outposts", "s3express");

    private final CredentialSource credentials;
    private final Clock clock;

    SigV4Signer(CredentialSource credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public boolean isSigned(Request request) {
        return ClientSignature.isIn(request);
    }

    @Override
    public Request sign(Request request, URI upstream) {
        ClientSignature signature = ClientSignature.of(request).orElseThrow();
        String hash = signature.payloadHash(request).orElse(signature.isInQuery() && isS3(signature) ? UNSIGNED : "");
        if (hash.startsWith(IN_PIECES)) {
            throw new IllegalStateException("the client has signed the body in pieces (" + PAYLOAD_HASH + ": " + hash
                    + "), which cannot be signed again; turn off chunked signing in the client");
        }
        Request plain = ClientSignature.withoutSignature(request);
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(asked(plain, upstream, signature, hash))
                .request();
        return signature.isInQuery() ? withQuery(plain, signed) : withHeaders(plain, signed);
    }

    private static boolean isS3(ClientSignature signature) {
        return S3.contains(signature.service());
    }

    private SignRequest<AwsCredentialsIdentity> asked(
            Request plain, URI upstream, ClientSignature signature, String hash) {
        boolean isEncodedTwice = !isS3(signature);
        SignRequest.Builder<AwsCredentialsIdentity> asked = SignRequest.builder(identity(credentials.credentials()))
                .request(sdkRequest(plain, upstream, !hash.equals(UNSIGNED)))
                .payload(ContentStreamProvider.fromByteArray(plain.body().toArray()))
                .putProperty(AwsV4HttpSigner.REGION_NAME, signature.region())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, signature.service())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, isEncodedTwice)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, isEncodedTwice)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, !hash.equals(UNSIGNED))
                .putProperty(HttpSigner.SIGNING_CLOCK, clock);
        signature
                .seconds()
                .ifPresent(seconds -> asked.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofSeconds(seconds)));
        return asked.build();
    }

    private static AwsCredentialsIdentity identity(Credentials credentials) {
        return credentials
                .token()
                .<AwsCredentialsIdentity>map(
                        token -> AwsSessionCredentialsIdentity.create(credentials.id(), credentials.secret(), token))
                .orElseGet(() -> AwsCredentialsIdentity.create(credentials.id(), credentials.secret()));
    }

    /** Only what must be signed: the host, and fields that AWS itself reads. Others may change on the way. */
    private static SdkHttpRequest sdkRequest(Request plain, URI upstream, boolean isBodySigned) {
        String protocol =
                isBodySigned ? upstream.getScheme() : "https"; // without TLS, the signer signs the body anyway
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(plain.method()))
                .protocol(protocol)
                .host(upstream.getHost())
                .encodedPath(plain.path());
        int usual = upstream.getScheme().equals("http") ? 80 : 443;
        if (upstream.getPort() > 0 && upstream.getPort() != usual) {
            request.port(upstream.getPort());
        }
        for (Headers.Field field : plain.headers().fields()) {
            if (field.name().startsWith("x-amz-") || field.name().equals("content-type")) {
                request.appendHeader(field.name(), field.value());
            }
        }
        for (String member : ClientSignature.members(plain.query())) {
            request.appendRawQueryParameter(ClientSignature.name(member), ClientSignature.value(member));
        }
        return request.build();
    }

    private static Request withHeaders(Request plain, SdkHttpRequest signed) {
        Headers headers = plain.headers();
        for (String name : List.of("X-Amz-Date", "X-Amz-Security-Token", PAYLOAD_HASH, "Authorization")) {
            Optional<String> value = signed.firstMatchingHeader(name);
            headers = value.isPresent() ? headers.without(name).plus(name, value.get()) : headers;
        }
        return new Request(plain.method(), plain.path(), plain.query(), headers, plain.body());
    }

    private static Request withQuery(Request plain, SdkHttpRequest signed) {
        List<String> members = ClientSignature.members(plain.query());
        Set<String> names = members.stream().map(ClientSignature::name).collect(Collectors.toSet());
        Stream<String> added = signed.rawQueryParameters().entrySet().stream()
                .filter(member -> !names.contains(member.getKey()))
                .map(SigV4Signer::encoded);
        String query = Stream.concat(members.stream(), added).collect(Collectors.joining("&"));
        return new Request(plain.method(), plain.path(), query, plain.headers(), plain.body());
    }

    private static String encoded(Map.Entry<String, List<String>> member) {
        return encoded(member.getKey()) + "=" + encoded(member.getValue().get(0));
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), "");
    }
}
