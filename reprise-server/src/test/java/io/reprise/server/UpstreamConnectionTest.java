package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.server.tls.KeyFiles;
import io.reprise.server.tls.TlsIdentity;
import io.reprise.server.tls.TrustedAuthorities;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.RequestSigner;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamConnection.ClientCertificate;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams behind proxies, with certificates of their own, and such that want one. */
@Slow
class UpstreamConnectionTest {
    private static final String EVENTS = "data: [DONE]\n\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + EVENTS;
    private static final String FAR = "api.far.test";

    @TempDir
    static Path directory = Path.of("");

    private static KeyFiles files;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @BeforeAll
    static void makeCertificates() throws Exception {
        files = new KeyFiles(directory)
                .make("ca", "EC", "-ext", "bc:c")
                .makeSigned("near", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1")
                .makeSigned("far", "ca", "-ext", "san=dns:" + FAR)
                .make("client", "RSA");
    }

    private FakeUpstream secure(String alias, boolean asksForClient) throws Exception {
        return secure(alias, Instant.now(), asksForClient);
    }

    private FakeUpstream secure(String alias, Instant when, boolean asksForClient) throws Exception {
        TlsIdentity identity = TlsIdentity.read(files.certificate(alias), files.key(alias), when);
        KeyManager[] keys = identity.keyManagers().getKeyManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys,
                TrustedAuthorities.besidesThoseOfJava(files.certificate("client"))
                        .getTrustManagers(),
                null);
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(asksForClient);
        return fixture.closing(
                new FakeUpstream(listener, (call, request, out) -> out.write(ANSWER.getBytes(StandardCharsets.UTF_8))));
    }

    private static Optional<Path> ca() throws Exception {
        return Optional.of(files.certificate("ca"));
    }

    private static Optional<ProxyServer> through(FakeProxy proxy, String login) {
        return Optional.of(ProxyServer.parse("http://" + login + "127.0.0.1:" + proxy.port()));
    }

    private static Upstream upstream(String url, UpstreamConnection connection) {
        return new Upstream("", URI.create(url), List.of(), Headers.NONE).through(connection);
    }

    private HttpResponse<String> ask(Upstream upstream) throws IOException, InterruptedException {
        return ServerFixture.ask(ServerFixture.chat(fixture.record(upstream), ServerFixture.QUESTION));
    }

    private void assertFails(Upstream upstream, String... reasons) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(upstream);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains(reasons);
        await().untilAsserted(() -> assertThat(fixture.log()).contains(reasons).doesNotContain("\tat "));
        assertThat(answer.body() + fixture.log()).doesNotContain("pass-word", "dXNlcjpwYXNzLXdvcmQ");
    }

    private static UpstreamConnection trusting(Optional<Path> authorities) {
        return new UpstreamConnection(Optional.empty(), authorities, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void anAuthorityOfOnesOwnVouches(String host) throws Exception {
        FakeUpstream upstream = secure("near", false);

        HttpResponse<String> answer = ask(upstream("https://" + host + ":" + upstream.port() + "/v1", trusting(ca())));

        assertThat(answer.body()).isEqualTo(EVENTS);
        assertThat(fixture.store().recordings()).hasSize(1);
    }

    @Test
    void anUnknownAuthorityIsSaidToBeUnknown() throws Exception {
        FakeUpstream upstream = secure("near", false);

        assertFails(
                upstream("https://localhost:" + upstream.port() + "/v1", UpstreamConnection.DIRECT),
                "its certificate is not signed by a trusted authority",
                "--ca FILE");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aCertificateForOtherNamesIsRefused() throws Exception {
        FakeUpstream upstream = secure("far", false);

        assertFails(
                upstream("https://localhost:" + upstream.port() + "/v1", trusting(ca())),
                "its certificate is not for 'localhost'");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        files.makeSigned("old", "ca", "-ext", "san=dns:localhost", "-startdate", "-10d", "-validity", "5");
        Instant then = Instant.now().minus(7, ChronoUnit.DAYS);
        FakeUpstream upstream = secure("old", then, false);

        assertFails(
                upstream("https://localhost:" + upstream.port() + "/v1", trusting(ca())),
                "its certificate has expired");
    }

    @Test
    void aClientCertificateIsShownToWhoAsksForIt() throws Exception {
        FakeUpstream upstream = secure("near", true);
        String url = "https://localhost:" + upstream.port() + "/v1";
        ClientCertificate client = new ClientCertificate(files.certificate("client"), files.key("client"));

        HttpResponse<String> answer =
                ask(upstream(url, new UpstreamConnection(Optional.empty(), ca(), Optional.of(client))));

        assertThat(answer.body()).isEqualTo(EVENTS);
    }

    @Test
    void whoWantsAClientCertificateIsNamed() throws Exception {
        FakeUpstream upstream = secure("near", true);

        assertFails(
                upstream("https://localhost:" + upstream.port() + "/v1", trusting(ca())),
                "it wants a client certificate",
                "'client-cert'");
    }

    @Test
    void aFileThatCannotBeUsedIsAnErrorAtTheStart() {
        Path missing = directory.resolve("missing.pem");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.record(upstream("https://localhost/v1", trusting(Optional.of(missing)))))
                .withMessage("there is no file '" + missing + "'; correct the path");
    }

    @Test
    void secureUpstreamsAreReachedThroughATunnelAndStillVerified() throws Exception {
        FakeUpstream upstream = secure("far", false);
        FakeProxy proxy = fixture.closing(FakeProxy.to(upstream.port()));
        UpstreamConnection connection =
                new UpstreamConnection(through(proxy, "user:pass-word@"), ca(), Optional.empty());

        HttpResponse<String> answer = ask(upstream("https://" + FAR + "/v1", connection));

        assertThat(answer.body()).isEqualTo(EVENTS);
        assertThat(proxy.heads()).hasSize(1);
        assertThat(proxy.heads().get(0))
                .startsWith("CONNECT " + FAR + ":443 HTTP/1.1\r\n")
                .containsIgnoringCase("proxy-authorization: Basic dXNlcjpwYXNzLXdvcmQ=");
        assertThat(upstream.requests().get(0))
                .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                .doesNotContainIgnoringCase("proxy-");
        assertFails(upstream("https://other.far.test/v1", connection), "its certificate is not for 'other.far.test'");
    }

    @Test
    void othersAreAskedForByTheirWholeUrl() throws Exception {
        FakeProxy proxy = fixture.closing(FakeProxy.to(0));
        UpstreamConnection connection =
                new UpstreamConnection(through(proxy, "user:pass-word@"), Optional.empty(), Optional.empty());

        HttpResponse<String> answer = ask(upstream("http://" + FAR + ":8080/v1", connection));

        assertThat(answer.body()).isEqualTo(EVENTS);
        assertThat(proxy.heads().get(0))
                .startsWith("POST http://" + FAR + ":8080/v1/chat/completions HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: " + FAR + ":8080\r\n")
                .containsIgnoringCase("proxy-authorization: Basic dXNlcjpwYXNzLXdvcmQ=");
    }

    @ParameterizedTest
    @CsvSource({
        "https, '', 407 Proxy Authentication Required, it wants a user and a password",
        "http, '', 407 Proxy Authentication Required, it wants a user and a password",
        "https, user:pass-word@, 407 Proxy Authentication Required, it wants another user or password",
        "http, user:pass-word@, 407 Proxy Authentication Required, it wants another user or password",
        "https, user:pass-word@, 403 Forbidden, 'status 403'",
    })
    void aProxyThatRefusesIsNamedWithoutItsPassword(String scheme, String login, String status, String reason)
            throws Exception {
        FakeProxy proxy = fixture.closing(FakeProxy.refusing(
                "HTTP/1.1 " + status + "\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" + "Content-Length: 0\r\n\r\n"));
        UpstreamConnection connection =
                new UpstreamConnection(through(proxy, login), Optional.empty(), Optional.empty());

        assertFails(
                upstream(scheme + "://" + FAR + "/v1", connection),
                "the proxy http://127.0.0.1:" + proxy.port(),
                reason);
    }

    /** Signs with what it is told, or fails. */
    private record Stamp(String text) implements RequestSigner {
        @Override
        public boolean isSigned(Request request) {
            return request.headers().first("signature").isPresent();
        }

        @Override
        public Request sign(Request request, URI upstream) {
            if (text.isEmpty()) {
                throw new IllegalStateException("there is nothing to sign with");
            }
            String seen = request.path() + " " + upstream.getHost() + " " + text;
            return new Request(
                    request.method(),
                    request.path(),
                    "stamped=1",
                    request.headers().without("signature").plus("signature", seen),
                    request.body());
        }
    }

    private static Upstream stamped(FakeUpstream upstream, String text) {
        return upstream(
                "http://localhost:" + upstream.port() + "/base/v1",
                new UpstreamConnection(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Stamp(text)),
                        UpstreamTimeouts.DEFAULT));
    }

    @Test
    void whatTheClientHasSignedIsSignedAnewAndNothingElse() throws Exception {
        FakeUpstream upstream =
                fixture.upstream((call, request, out) -> out.write(ANSWER.getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.record(stamped(upstream, "key"));

        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "signature", "mine"));
        ServerFixture.ask(ServerFixture.chat(server, "{\"model\":\"other\"}", "authorization", "Bearer mine"));

        assertThat(upstream.requests().get(0))
                .startsWith("POST /base/v1/chat/completions?stamped=1 HTTP/1.1")
                .contains("signature: /base/v1/chat/completions localhost key")
                .doesNotContain("mine");
        assertThat(upstream.requests().get(1))
                .startsWith("POST /base/v1/chat/completions HTTP/1.1")
                .contains("authorization: Bearer mine")
                .doesNotContain("signature:");
    }

    @Test
    void whatCannotBeSignedIsNotSent() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {});
        RepriseServer server = fixture.record(stamped(upstream, ""));

        HttpResponse<String> answer =
                ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "signature", "mine"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(answer.body()).contains("upstream 'localhost' was not asked: there is nothing to sign with");
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatIsAwayIsNamed(String scheme) throws Exception {
        FakeProxy proxy = FakeProxy.to(0);
        proxy.close();
        UpstreamConnection connection =
                new UpstreamConnection(through(proxy, "user:pass-word@"), Optional.empty(), Optional.empty());

        assertFails(
                upstream(scheme + "://" + FAR + "/v1", connection),
                "the proxy http://127.0.0.1:" + proxy.port() + " made no connection to it",
                "HTTPS_PROXY");
    }
}
