package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import java.util.List;
import java.util.stream.Stream;

/** What is sent to a server to begin with. */
final class ServerSeeds {
    private ServerSeeds() {}

    static List<Bytes> rawRequests() {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
        return Stream.of(
                        head + "Content-Length: 2\r\n\r\n{}",
                        head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        head
                                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
                        "GET http://localhost/v1/models HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                        "A".repeat(20_000),
                        head + "Content-Length: 20000\r\n\r\n" + "[".repeat(20_000))
                .map(Bytes::utf8)
                .toList();
    }

    static List<Bytes> requests() {
        String json = "content-type: application/json";
        return List.of(
                Input.joined(
                        "POST /t/a%2Fb/v1/chat/completions?x=y",
                        json, "{\"model\":\"m\",\"messages\":[{\"content\":\"hi\"}]}"),
                Input.joined("GET /u/x/v1/models", "x-llamastack-provider-data: {\"__test_id\":\"t\"}", ""),
                Input.joined("POST /v1/chat/completions", json, "[".repeat(20_000)),
                Input.joined("POST /v1/chat/completions", json, "{\"a\":".repeat(20_000)),
                Input.joined("POST /v1/messages", "content-encoding: gzip", "\u001f\u008b"),
                Input.joined("POST /v1/x", "x-ogx-provider-data: " + "[".repeat(20_000), "{}"),
                Input.joined(
                        "POST /v1/files", "content-type: multipart/form-data; boundary=x", "--x\r\n\r\n{}\r\n--x--"));
    }

    static List<Bytes> controlRequests() {
        String json = "content-type: application/json";
        return List.of(
                Input.joined("GET recordings?limit=5&test=a", "", ""),
                Input.joined("POST tests/start-over?test=a", "", ""),
                Input.joined("POST faults?test=a", json, "{\"rules\":[\"status=429; first=1\"]}"),
                Input.joined("PUT pace", "", "x2; test=a\nrecorded"),
                Input.joined("POST faults", json, "[".repeat(20_000)),
                Input.joined("PUT pace", json, "{\"rules\":" + "[".repeat(20_000)),
                Input.joined("GET misses", "", ""),
                Input.joined("GET report?" + "a".repeat(5_000), "", ""));
    }
}
