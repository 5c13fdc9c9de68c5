package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamConnection.ClientCertificate;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How upstreams are reached, as environment and file say. */
class UpstreamConnectionsTest {
    @TempDir
    Path directory = Path.of("");

    private UpstreamConnection connection(GivenSettings given) {
        return given.configuration().upstreams().get(0).connection();
    }

    private GivenSettings given(String url) {
        return new GivenSettings(directory).upstream(url);
    }

    private static Optional<ProxyServer> proxy(String text) {
        return Optional.of(ProxyServer.parse(text));
    }

    @Test
    void areReachedStraightWhereNothingIsSaid() {
        assertThat(connection(given("https://api.example.com/v1"))).isEqualTo(UpstreamConnection.DIRECT);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, https://api.example.com/v1",
        "https_proxy, https://api.example.com/v1",
        "HTTP_PROXY, http://api.example.com/v1",
        "http_proxy, http://api.example.com/v1",
        "ALL_PROXY, https://api.example.com/v1",
        "all_proxy, http://api.example.com/v1",
    })
    void areReachedThroughTheProxyOfTheEnvironment(String variable, String url) {
        GivenSettings given = given(url).variable(variable, "http://u:p%40ss@proxy:3128");

        assertThat(connection(given).proxy()).isEqualTo(proxy("http://u:p%40ss@proxy:3128"));
        assertThat(connection(given.variable("NO_PROXY", "example.com")).proxy())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, http://api.example.com/v1",
        "HTTP_PROXY, https://api.example.com/v1",
        "ALL_PROXY, http://localhost:11434/v1",
        "ALL_PROXY, https://127.0.0.1/v1",
    })
    void areReachedStraightWhereTheProxyIsForOthers(String variable, String url) {
        assertThat(connection(given(url).variable(variable, "http://proxy:3128")))
                .isEqualTo(UpstreamConnection.DIRECT);
    }

    @Test
    void areReachedAsTheFileSays() {
        GivenSettings given = new GivenSettings(directory)
                .variable("HTTPS_PROXY", "http://usual:1")
                .variable("SECRET", "s3")
                .yaml("""
                        ca: usual.pem
                        upstreams:
                          - {url: https://a/v1, name: a, proxy: 'http://user:${SECRET}@own:2', ca: own.pem}
                          - {url: https://b/v1, name: b, proxy: none, client-cert: me.pem, client-key: /k/me.key}
                          - {url: https://c/v1, name: c, client-cert: both.pem}
                          - {url: http://localhost/v1, name: d, proxy: 'socks5://own'}
                        """);

        assertThat(given.configuration().upstreams())
                .extracting(upstream -> upstream.connection())
                .containsExactly(
                        new UpstreamConnection(
                                proxy("http://user:s3@own:2"),
                                Optional.of(directory.resolve("own.pem")),
                                Optional.empty()),
                        new UpstreamConnection(
                                Optional.empty(),
                                Optional.of(directory.resolve("usual.pem")),
                                Optional.of(new ClientCertificate(directory.resolve("me.pem"), Path.of("/k/me.key")))),
                        new UpstreamConnection(
                                proxy("http://usual:1"),
                                Optional.of(directory.resolve("usual.pem")),
                                Optional.of(new ClientCertificate(
                                        directory.resolve("both.pem"), directory.resolve("both.pem")))),
                        new UpstreamConnection(
                                proxy("socks5://own:1080"),
                                Optional.of(directory.resolve("usual.pem")),
                                Optional.empty()));
    }

    @Test
    void areSignedForAsIsUsualOrAsTheFileSays() {
        GivenSettings given = new GivenSettings(directory).variable("SEAL", "s").yaml("""
                upstreams:
                  - https://api.sealed.example/v1
                  - {url: https://api.sealed.example/v1, name: b, auth: none}
                  - {url: http://localhost/v1, name: c, auth: seal}
                  - {url: https://api.example/v1, name: d}
                """);

        assertThat(given.configuration().upstreams())
                .extracting(upstream -> upstream.connection().signer())
                .containsExactly(
                        Optional.of(new SealProvider.Seal("s")),
                        Optional.empty(),
                        Optional.of(new SealProvider.Seal("s")),
                        Optional.empty());
        assertThat(connection(given("https://api.sealed.example/v1").variable("SEAL", "t"))
                        .signer())
                .hasValue(new SealProvider.Seal("t"));
    }

    @Test
    void anUnknownWayToSignIsNamed() {
        GivenSettings given = new GivenSettings(directory).yaml("upstreams: [{url: 'https://a/v1', auth: wax}]");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessageEndingWith(
                        "reprise.yaml:1: 'wax' is not a way to sign requests; there are none, seal (other modules may add some)");
    }

    @Test
    void areTrustedAsOtherProgramsTrustThem() {
        GivenSettings given = given("https://a/v1").variable("SSL_CERT_FILE", "missing.pem");
        assertThat(connection(given).authorities()).isEmpty();

        given.file("bundle.pem", "").variable("SSL_CERT_FILE", "bundle.pem");
        assertThat(connection(given).authorities()).hasValue(directory.resolve("bundle.pem"));

        given.flag(Setting.CA, "own.pem");
        assertThat(connection(given).authorities()).hasValue(directory.resolve("own.pem"));
    }

    @Test
    void aProxyThatIsNoneIsNamedWithoutItsPasswordUnlessNothingIsAsked() {
        GivenSettings given = given("https://a/v1").variable("HTTPS_PROXY", "ftp://user:pass@proxy");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("HTTPS_PROXY: 'ftp://***@proxy' is not a proxy; write http://host:port or"
                        + " http://user:password@host:port");
        assertThat(connection(given.flag(Setting.MODE, "replay"))).isEqualTo(UpstreamConnection.DIRECT);
    }

    @Test
    void aKeyNeedsItsCertificate() {
        GivenSettings given = new GivenSettings(directory).yaml("upstreams: [{url: 'https://a/v1', client-key: k}]");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessageEndingWith("reprise.yaml:1: a 'client-key' needs its 'client-cert'");
    }
}
