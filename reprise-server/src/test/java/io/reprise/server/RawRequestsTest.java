package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Bytes that clients send, and what each of them gets: one complete answer for each request, and then a connection that goes on or one that
 * is closed.
 */
@Timeout(300)
@Slow
class RawRequestsTest {
    private static final int PATIENCE_MS = 30_000;
    private static final String OK = "GET /__reprise/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    private static final int HEAD_LIMIT = 64 << 10;
    private static final String UPGRADE =
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private enum After {
        /** The next request is answered. */
        OPEN,
        CLOSED
    }

    private enum Client {
        STAYS,
        /** Closes its side after the last byte. */
        HALF_CLOSES
    }

    /** @param statuses of the answers, in their order */
    private record Case(String name, String input, Client client, After after, List<Integer> statuses) {
        Case halfClosing() {
            return new Case(name + ", then FIN", input, Client.HALF_CLOSES, After.CLOSED, statuses);
        }
    }

    private static Case open(String name, String input, Integer... statuses) {
        return new Case(name, input, Client.STAYS, After.OPEN, List.of(statuses));
    }

    private static Case closed(String name, String input, Integer... statuses) {
        return new Case(name, input, Client.STAYS, After.CLOSED, List.of(statuses));
    }

    private static String get(String target, String... fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lines(fields) + "\r\n";
    }

    private static String post(String fields, String body) {
        return "POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (fields.isEmpty() ? "" : fields + "\r\n") + "\r\n" + body;
    }

    private static String chunked(String body) {
        return post("Transfer-Encoding: chunked", body);
    }

    private static String lines(String... fields) {
        return String.join(
                "", Arrays.stream(fields).map(field -> field + "\r\n").toList());
    }

    private static Stream<Case> lines() {
        return Stream.of(
                open("a request", OK, 200),
                open("a miss", get("/v1/x"), 404),
                open("blank lines before it", "\r\n\r\n" + OK, 200),
                open("HTTP/1.1 of a later minor version", OK.replace("1.1\r", "1.2\r"), 200),
                closed("HTTP/1.0", "GET /__reprise/health HTTP/1.0\r\n\r\n", 200),
                closed("HTTP/3.0", OK.replace("HTTP/1.1", "HTTP/3.0"), 505),
                closed("HTTP/2.0", OK.replace("HTTP/1.1", "HTTP/2.0"), 505),
                closed("HTTP/0.9 with a version", OK.replace("HTTP/1.1", "HTTP/0.9"), 505),
                closed("HTTP/2", OK.replace("HTTP/1.1", "HTTP/2"), 505),
                closed("HTTP/11.1", OK.replace("HTTP/1.1", "HTTP/11.1"), 400),
                closed("http/1.1", OK.replace("HTTP/1.1", "http/1.1"), 400),
                closed("a version that is nonsense", OK.replace("HTTP/1.1", "NONSENSE"), 400),
                closed("a version of another protocol", OK.replace("HTTP/1.1", "ICAP/1.0"), 400),
                closed("HTTP/0.9", "GET /\r\n\r\n", 400),
                closed("one word", "GET\r\n\r\n", 400),
                closed("nonsense", "\u00ff\u00fe\u0001\u0002\r\n\r\n", 400),
                closed("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc", 400),
                closed("a method that is no token", OK.replace("GET", "G(T"), 400),
                closed("a line that ends in LF", OK.replace("1.1\r\n", "1.1\n"), 400),
                closed("a line that is too long", get("/" + "x".repeat(HEAD_LIMIT)), 414),
                closed("a line without an end", "GET /" + "x".repeat(2 * HEAD_LIMIT), 414),
                closed("CONNECT", OK.replace("GET /__reprise/health", "CONNECT a.example:443"), 405),
                closed("a preface of HTTP/2 that goes wrong", "PRI * HTTP/2.0\r\n\r\nSX\r\n\r\n", 505));
    }

    private static Stream<Case> heads() {
        return Stream.of(
                open("obsolete line folding", get("/__reprise/health", "a: b", " c"), 200),
                open("a field without a value", get("/__reprise/health", "a:"), 200),
                open("a value in Latin-1", get("/__reprise/health", "a: \u00e4"), 200),
                closed("no colon", get("/v1/x", "nonsense"), 400),
                closed("white space before the colon", get("/v1/x", "a : b"), 400),
                closed("white space before the first field", "GET /v1/x HTTP/1.1\r\n Host: 127.0.0.1\r\n\r\n", 400),
                closed("a name that is no token", get("/v1/x", "a(b: c"), 400),
                closed("no name", get("/v1/x", ": c"), 400),
                closed("NUL in a value", get("/v1/x", "a: b\u0000c"), 400),
                closed("a bare CR in a value", get("/v1/x", "a: b\rc: d"), 400),
                closed("a bare LF", get("/v1/x", "a: b\nc: d"), 400),
                closed("a header that is too long", get("/v1/x", "a: " + "x".repeat(HEAD_LIMIT)), 431),
                closed(
                        "too many fields",
                        get("/v1/x", lines(fields(HEAD_LIMIT / 8)).strip()),
                        431),
                closed("a header without an end", "GET / HTTP/1.1\r\na: " + "x".repeat(2 * HEAD_LIMIT), 431));
    }

    private static String[] fields(int count) {
        String[] fields = new String[count];
        Arrays.fill(fields, "a: bcdef");
        return fields;
    }

    private static Stream<Case> lengths() {
        return Stream.of(
                open("a body", post("Content-Length: 2", "{}"), 404),
                open("a length of 0", post("Content-Length: 0", ""), 404),
                open("no length", post("", ""), 404),
                open("chunks", chunked("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"), 404),
                open("chunks with an extension", chunked("2;a=b;c=\"d\"\r\n{}\r\n0;e\r\n\r\n"), 404),
                open("chunks with a trailer", chunked("2\r\n{}\r\n0\r\nx-trailer: 1\r\n\r\n"), 404),
                open("a chunk size with zeros", chunked("0002\r\n{}\r\n000\r\n\r\n"), 404),
                open("a body of GET", "GET /v1/x HTTP/1.1\r\nHost: a.localhost\r\nContent-Length: 2\r\n\r\n{}", 404),
                closed("a length that is no number", post("Content-Length: two", "{}"), 400),
                closed("a negative length", post("Content-Length: -1", "{}"), 400),
                closed("a length with a sign", post("Content-Length: +2", "{}"), 400),
                closed("two lengths", post("Content-Length: 2\r\nContent-Length: 3", "{}"), 400),
                closed("two lengths in one", post("Content-Length: 2, 3", "{}"), 400),
                closed("a length beyond all bounds", post("Content-Length: 99999999999999999999", "{}"), 400),
                closed(
                        "length and chunks",
                        post("Content-Length: 2\r\nTransfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"),
                        400),
                closed(
                        "chunks and length",
                        post("Transfer-Encoding: chunked\r\nContent-Length: 2", "2\r\n{}\r\n0\r\n\r\n"),
                        400),
                closed("chunked twice", post("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"), 400),
                closed("chunked, but not last", post("Transfer-Encoding: chunked, gzip", "0\r\n\r\n"), 400),
                closed("another coding", post("Transfer-Encoding: gzip", "x"), 400),
                closed(
                        "a coding before the chunks",
                        post("Transfer-Encoding: gzip, chunked", "1\r\nx\r\n0\r\n\r\n"),
                        501),
                closed("chunks in HTTP/1.0", chunked("0\r\n\r\n").replace("HTTP/1.1", "HTTP/1.0"), 400),
                closed("too large a length", post("Content-Length: 99999999999", ""), 413),
                closed("too many chunks", chunked(("100000\r\n" + "x".repeat(1 << 20) + "\r\n").repeat(65)), 413));
    }

    private static Stream<Case> bodies() {
        return Stream.of(
                closed("a chunk size that is none", chunked("zz\r\n{}"), 400),
                closed("a chunk size of two words", chunked("2 2\r\n{}\r\n0\r\n\r\n"), 400),
                closed("a chunk size beyond all bounds", chunked("fffffffffffffffff\r\n{}"), 400),
                closed("no chunk size", chunked("\r\n{}\r\n0\r\n\r\n"), 400),
                closed("a chunk that is longer than it says", chunked("1\r\n{}\r\n0\r\n\r\n"), 400),
                closed("a chunk that is shorter than it says", chunked("3\r\n{}\r\n0\r\n\r\n"), 400),
                closed("chunks that end in LF", chunked("2\n{}\n0\n\n"), 400),
                closed("an extension with a bare LF", chunked("2;a\n=b\r\n{}\r\n0\r\n\r\n"), 400),
                closed(
                        "an extension that is too long",
                        chunked("2;" + "a".repeat(HEAD_LIMIT) + "\r\n{}\r\n0\r\n\r\n"),
                        400),
                closed("a trailer that is none", chunked("0\r\nnonsense\r\n\r\n"), 400),
                closed("a trailer that is too long", chunked("0\r\na: " + "x".repeat(HEAD_LIMIT) + "\r\n\r\n"), 400),
                closed("a broken chunk after good ones", chunked("2\r\n{}\r\n2\r\n{}\r\nx\r\n"), 400));
    }

    private static Stream<Case> expectations() {
        return Stream.of(
                open("100-continue", post("Expect: 100-continue\r\nContent-Length: 2", "{}"), 404),
                open(
                        "100-Continue, with chunks",
                        post("Expect: 100-Continue\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                        404),
                open("100-continue without a body", get("/v1/x", "Expect: 100-continue"), 404),
                closed(
                        "100-continue in HTTP/1.0",
                        "POST /v1/x HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
                        404),
                closed(
                        "100-continue and too large",
                        post("Expect: 100-continue\r\nContent-Length: 99999999999", ""),
                        413),
                closed("another expectation", post("Expect: 200-ok\r\nContent-Length: 2", "{}"), 417));
    }

    private static Stream<Case> sequences() {
        String closing = get("/__reprise/health", "Connection: close");
        return Stream.of(
                open("pipelined", OK + get("/v1/x") + OK, 200, 404, 200),
                open(
                        "pipelined with bodies",
                        post("Content-Length: 2", "{}") + chunked("2\r\n{}\r\n0\r\n\r\n") + OK,
                        404,
                        404,
                        200),
                open(
                        "many pipelined",
                        OK.repeat(50),
                        Stream.generate(() -> 200).limit(50).toArray(Integer[]::new)),
                closed("pipelined, with an end", OK + closing + OK, 200, 200),
                closed("an error in the middle", OK + get("/v1/x", "a : b") + OK, 200, 400),
                closed("nonsense after a request", OK + "nonsense\r\n\r\n" + OK, 200, 400),
                closed("a broken body after a request", OK + chunked("zz\r\n") + OK, 200, 400),
                closed("a refused one in the middle", OK + post("Expect: x\r\nContent-Length: 2", "{}") + OK, 200, 417),
                open("a miss, and the next", get("/v1/x") + OK, 404, 200),
                closed("a close", closing, 200));
    }

    private static Stream<Case> upgrades() {
        return Stream.of(
                open("h2c without settings", get("/__reprise/health", "Connection: Upgrade", "Upgrade: h2c"), 200),
                open(
                        "h2c with settings that are none",
                        get(
                                "/__reprise/health",
                                "Connection: Upgrade, HTTP2-Settings",
                                "Upgrade: h2c",
                                "HTTP2-Settings: !"),
                        200),
                open(
                        "h2c that the connection does not name",
                        get("/__reprise/health", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"),
                        200),
                open(
                        "h2c, and leave to send the body",
                        post(UPGRADE + "\r\nExpect: 100-continue\r\nContent-Length: 2", "{}"),
                        404),
                open(
                        "h2c with a large body",
                        post(UPGRADE + "\r\nContent-Length: 100000", "{" + " ".repeat(99_998) + "}"),
                        404),
                open(
                        "h2c with a body of unknown length",
                        post(UPGRADE + "\r\nTransfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"),
                        404),
                open("another protocol", get("/__reprise/health", "Connection: Upgrade", "Upgrade: foo/2"), 200),
                open(
                        "a WebSocket without a key",
                        get("/v1/x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
                        400),
                open(
                        "a WebSocket of another version",
                        get("/v1/x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 8"),
                        426));
    }

    private static Stream<Case> ends() {
        return Stream.of(
                        closed("a request", OK, 200),
                        closed("a miss", get("/v1/x"), 404),
                        closed("a body", post("Content-Length: 2", "{}"), 404),
                        closed("pipelined", OK + get("/v1/x") + OK, 200, 404, 200),
                        closed(
                                "many pipelined misses",
                                post("Content-Length: 2", "{}").repeat(40),
                                Stream.generate(() -> 404).limit(40).toArray(Integer[]::new)),
                        closed("nothing", ""),
                        closed("a blank line", "\r\n"),
                        closed("half a line", "GET /v1", 400),
                        closed("half a head", "GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1\r\nAcc", 400),
                        closed("a letter", "G", 400),
                        closed("half a preface of HTTP/2", "PRI * HTT", 400),
                        closed("a letter with which one begins", "P", 400),
                        closed("half a request that begins like one", "PR /v1/x HTTP/1.1\r\nHos", 400),
                        closed("half a body", post("Content-Length: 10", "{}"), 400),
                        closed("no body", post("Content-Length: 10", ""), 400),
                        closed("half a chunk", chunked("5\r\n{}"), 400),
                        closed("no last chunk", chunked("2\r\n{}\r\n"), 400),
                        closed("half a trailer", chunked("0\r\na: b\r\n"), 400),
                        closed("a request and a half", OK + "GET /v1/x HT", 200, 400))
                .map(Case::halfClosing);
    }

    @TestFactory
    Stream<DynamicTest> eachInputGetsItsAnswers() {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        return Stream.of(lines(), heads(), lengths(), bodies(), expectations(), sequences(), upgrades(), ends())
                .flatMap(cases -> cases)
                .flatMap(each -> Stream.of(
                        DynamicTest.dynamicTest(
                                each.name(),
                                () -> check(server, each, each.input().length())),
                        DynamicTest.dynamicTest(each.name() + ", in pieces", () -> check(server, each, piece(each)))));
    }

    /** Large inputs take too long byte by byte. */
    private static int piece(Case each) {
        return each.input().length() < 1_000 ? 1 : 10_007;
    }

    private static void check(RepriseServer server, Case each, int piece) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            Thread sending = new Thread(() -> send(socket, each, piece));
            sending.start();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < each.statuses().size(); i++) {
                RawAnswer answer = RawAnswer.read(in);
                assertThat(answer.ending())
                        .as("answer " + i + ": " + answer.head())
                        .isEqualTo(RawAnswer.Ending.WHOLE);
                statuses.add(Integer.parseInt(answer.head().substring(9, 12)));
            }
            assertThat(statuses).isEqualTo(each.statuses());
            if (each.after() == After.OPEN) {
                join(sending);
                socket.getOutputStream().write(OK.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(RawAnswer.read(in).head()).startsWith("HTTP/1.1 200 ");
            } else {
                assertThat(isAtEnd(in)).isTrue();
            }
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    private static void send(Socket socket, Case each, int piece) {
        byte[] bytes = each.input().getBytes(StandardCharsets.ISO_8859_1);
        try {
            for (int from = 0; from < bytes.length; from += piece) {
                socket.getOutputStream().write(bytes, from, Math.min(piece, bytes.length - from));
            }
            if (each.client() == Client.HALF_CLOSES) {
                socket.shutdownOutput();
            }
        } catch (SocketException closed) {
            // the rest is not wanted
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void join(Thread sending) {
        try {
            sending.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAtEnd(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
