package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.CommandRunner.Ended;
import io.reprise.cli.doctor.Check;
import io.reprise.cli.doctor.KeyChecks;
import io.reprise.cli.doctor.UpstreamChecks;
import io.reprise.core.json.Json;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    /** The first byte of a client that speaks TLS (RFC 8446, section 5.1). */
    private static final int TLS_HANDSHAKE = 22;

    private static final String KEY = "sk-live-0123456789abcdefghij";

    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));
    private HttpServer upstream = noServer();
    private String url = "";

    private static HttpServer noServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void startUpstream() {
        runner = new CommandRunner(directory);
        upstream.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        upstream.start();
        url = "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1";
    }

    @AfterEach
    void stopUpstream() {
        upstream.stop(0);
    }

    private Ended doctor(String... more) {
        String[] arguments = new String[more.length + 3];
        System.arraycopy(new String[] {"doctor", "--port", "0"}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return runner.run(arguments);
    }

    private static String result(Json report, String name) {
        return report.list("checks").stream()
                .filter(check -> check.text("name").equals(name))
                .map(check -> check.text("result"))
                .findFirst()
                .orElse("none");
    }

    @Test
    void findsNothingWhereAllIsWell() {
        runner.with("SOME_API_KEY", KEY).run("import", CommandRunner.seeds());

        Ended ended = doctor("--upstream", url);

        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.out().lines().filter(line -> !line.startsWith("ok   ")))
                .allMatch(line -> line.contains("disk") || line.contains("reprise stats"));
        assertThat(ended.out())
                .contains("ok   key         SOME_API_KEY is set, and looks like a key")
                .contains("ok   upstream    " + url + " answers")
                .contains("ok   clock       this machine and 127.0.0.1 have the same time")
                .contains("none is broken");
    }

    @Test
    void namesAnUpstreamThatIsNotThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        Ended ended = doctor("--upstream", "http://127.0.0.1:" + free);

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).contains("fail upstream    http://127.0.0.1:" + free + ": nothing listens there");
    }

    @Test
    void namesAnUpstreamThatSpeaksNoTls() throws Exception {
        Ended ended;
        Thread plain;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            plain = new Thread(() -> answerInClearText(socket));
            plain.start();
            ended = doctor("--upstream", "https://127.0.0.1:" + socket.getLocalPort());
        }
        plain.join();

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).contains("fail upstream    ", ": it speaks HTTP, not HTTPS", "write http://127.0.0.1:");
    }

    private static void answerInClearText(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                assertThat(client.getInputStream().read()).isEqualTo(TLS_HANDSHAKE);
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException left) {
                // The client has seen enough.
            }
        }
    }

    @Test
    void namesAPortThatIsTaken() {
        Ended ended = runner.run(
                "doctor", "--offline", "--port", "" + upstream.getAddress().getPort());

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).contains("fail port        nothing can listen on 127.0.0.1:");
    }

    @Test
    void namesWrongSettingsAndBrokenRecordings() {
        runner.write("recordings/one.json", "{\"reprise\": 1, \"request\": 5}");
        Json broken = Json.parse(doctor("--offline", "--json").out());
        runner.write("reprise.yaml", "prot: 1\n");
        Json wrong = Json.parse(doctor("--offline", "--json").out());

        assertThat(result(broken, "recordings")).isEqualTo("fail");
        assertThat(broken.text("verdict")).isEqualTo("fail");
        assertThat(result(wrong, "settings")).isEqualTo("fail");
        assertThat(result(wrong, "recordings")).isEqualTo("none");
        assertThat(result(wrong, "others")).isEqualTo("skip");
    }

    @Test
    void goesOnWhereTheStoreIsAFile() {
        runner.write("afile", "");

        Ended ended = doctor("--offline", "--recordings", "afile");
        Json json = Json.parse(
                doctor("--offline", "--recordings", "afile", "--json").out());

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out())
                .contains("fail store       'afile' is a file", "warn upstream")
                .doesNotContain("recordings  ");
        assertThat(result(json, "store")).isEqualTo("fail");
    }

    @Test
    void saysThatAStoreCannotBeMade() {
        runner.write("afile", "");

        Ended ended = doctor("--offline", "--upstream", url, "--recordings", "afile/in");
        Ended served = runner.run("serve", "--port", "0", "--upstream", url, "--recordings", "afile/in");

        assertThat(ended.out())
                .contains("fail store       'afile/in' cannot be made here")
                .doesNotContain("disk");
        assertThat(served.status()).isEqualTo(1);
        assertThat(served.err()).contains("reprise: 'afile/in' cannot be made here, so that nothing can be recorded");
    }

    @Test
    void saysInFewWordsWhichRecordingIsBroken() {
        runner.write("recordings/one.json", "{\"reprise\": 1, \"request\": 5}");

        assertThat(doctor("--offline").out())
                .contains(
                        "1 of 1 recording is broken, such as 'one.json': its member 'request' is a number, not an object\n");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            ``                                => is empty
            `sk-0123456789abcdefghij `        => begins or ends with white space, such as the line end of a file
            "sk-0123456789abcdefghij"         => has quotes around the key
            Bearer sk-0123456789abcdefghij    => begins with 'Bearer', which clients add by themselves
            sk-0123456789 abcdefghij          => has a character that no key has, such as a space
            your-api-key-goes-here            => seems to be a placeholder of an example
            sk-1                              => has only 4 characters
            """)
    void saysWhatIsWrongWithAKeyWithoutShowingIt(String value, String fault) {
        List<Check> checks = new KeyChecks(Map.of("X_API_KEY", value, "PATH", "/bin")).all(List.of());

        assertThat(checks).extracting(Check::finding).containsExactly("X_API_KEY " + fault);
        assertThat(checks.toString()).doesNotContain("0123456789");
    }

    @Test
    void missesTheKeyOfAKnownApi() {
        List<Upstream> upstreams = List.of(Upstream.parse("https://api.anthropic.com"));

        assertThat(new KeyChecks(Map.of()).all(upstreams))
                .extracting(Check::finding)
                .containsExactly("no variable such as ANTHROPIC_API_KEY is set for api.anthropic.com");
        assertThat(new KeyChecks(Map.of("ANTHROPIC_API_KEY", KEY)).all(upstreams))
                .extracting(Check::result)
                .containsExactly(Check.Result.OK);
    }

    @Test
    void comparesTheClocks() {
        List<Check> checks =
                new UpstreamChecks(Upstream.parse(url)).all(() -> Instant.now().plus(Duration.ofHours(1)));

        assertThat(checks.get(1).result()).isEqualTo(Check.Result.WARN);
        assertThat(checks.get(1).finding())
                .isEqualTo("this machine's clock is 60 minutes ahead of that of 127.0.0.1; either may be wrong");
    }
}
