package io.reprise.formats.cassette;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.store.Recording;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassetteFormatsTest {
    @TempDir
    private Path directory;

    @Test
    void readsVcrpy() throws IOException {
        write("test_chat/test_one[a-b].yaml", """
                interactions:
                - request:
                    body: '{"model": "m"}'
                    headers:
                      ? !!python/object/apply:multidict._multidict.istr
                      - Content-Type
                      : application/json
                      authorization: [DUMMY]
                    method: POST
                    uri: https://api.openai.com/v1/chat/completions?a=1
                  response:
                    body: {string: '{"id": "on"}'}
                    headers:
                      Content-Type: [application/json]
                      Transfer-Encoding: [chunked]
                    status: {code: 200, message: OK}
                - request: {body: null, headers: {}, method: GET, uri: 'https://b.example/x'}
                  response:
                    content: plain
                    headers: {}
                    http_version: HTTP/1.1
                    status_code: 404
                version: 1
                """);

        assertThat(found())
                .containsExactly(
                        "test_chat/test_one[a-b].yaml#1 test_chat/test_one[a-b] api.openai.com"
                                + " POST /v1/chat/completions?a=1 {\"model\": \"m\"} 200 {\"id\": \"on\"}",
                        "test_chat/test_one[a-b].yaml#2 test_chat/test_one[a-b] b.example GET /x?  404 plain");
    }

    @Test
    void readsTheBodiesOfAllVersionsOfVcrpy() throws IOException {
        String coded = Base64.getEncoder().encodeToString(gzip("coded"));
        List<String> bodies = List.of(
                "body: {string: !!binary " + coded + "}",
                "body: {base64_string: " + coded + "}",
                "body: {string: {base64_string: " + coded + "}}",
                "content: !!binary " + coded,
                "body: coded",
                "body: {string: {string: coded}}",
                "body: {encoding: UTF-8, string: coded}",
                "body: [!!binary Y29k, !!binary ZWQ=]");
        for (int i = 0; i < bodies.size(); i++) {
            write("b" + i + ".yml", """
                    interactions:
                    - request: {method: GET, uri: 'http://a/', body: ''}
                      response: {status: {code: 200}, headers: {content-encoding: [gzip]}, %s}
                    """.formatted(bodies.get(i)));
        }

        List<String> found = found();

        assertThat(found).hasSize(bodies.size()).allMatch(line -> line.endsWith(" GET /?  200 coded"));
    }

    /** The bodies are as PyYAML writes what vcrpy gives it. */
    @Test
    void readsBodiesThatPythonReadFromFilesAndIterators() throws IOException {
        List<String> bodies = List.of(
                "!!python/object/new:_io.BytesIO {state: !!python/tuple [!!binary Y29kZWQ=, 0, null]}",
                "!!python/object/new:app.NamedBytesIO {state: !!python/tuple [!!binary Y29kZWQ=, 3, {name: a}]}",
                "!!python/object/new:_io.StringIO {state: !!python/tuple [coded, \"\\n\", 0, null]}",
                "!!python/object/apply:builtins.iter {args: [[!!binary Y29k, !!binary ZWQ=]], state: 0}",
                "!!python/object/apply:builtins.iter {args: [[cod, ed]], state: 0}",
                "!!python/object/apply:builtins.iter {args: [!!binary Y29kZWQ=], state: 0}",
                "!!python/object/apply:builtins.bytearray [coded, latin-1]",
                "!!python/tuple [!!binary Y29k, !!binary ZWQ=]");
        for (int i = 0; i < bodies.size(); i++) {
            write("b" + i + ".yml", vcrpy(bodies.get(i), "{string: x}"));
        }

        assertThat(found()).hasSize(bodies.size()).allMatch(line -> line.endsWith(" POST /? coded 200 x"));
    }

    @Test
    void readsTheBytesOfAByteArray() throws IOException {
        write("a.yml", vcrpy("!!python/object/apply:builtins.bytearray [\"\\xFF\\0\", latin-1]", "{string: x}"));

        assertThat(recordings().get(0).exchange().request().body())
                .isEqualTo(Bytes.owning(new byte[] {(byte) 0xff, 0}));
    }

    @Test
    void namesBodiesThatAreObjectsOfOtherKinds() throws IOException {
        List<String> bodies = List.of(
                "!!python/object:app.Body {a: 1}",
                "{string: !!python/object/new:app.Body {state: {a: 1}}}",
                "!!python/object/apply:app.Body [[a, b]]",
                "!!python/object/new:app.Body {args: [{a: 1}]}",
                "!!python/object/new:_io.BytesIO {state: []}",
                "!ruby/object:App::Body {a: 1}",
                "[1, !!python/object:app.Body {a: 1}]");
        for (int i = 0; i < bodies.size(); i++) {
            write("a" + i + ".yml", vcrpy(bodies.get(i), "{string: x}"));
            write("b" + i + ".yml", vcrpy("''", bodies.get(i)));
        }

        assertThat(found())
                .hasSize(2 * bodies.size())
                .allSatisfy(line -> assertThat(line)
                        .matches("unreadable .*: a body is an object of '(app.Body|_io.BytesIO|App::Body)',"
                                + " of which the text is not known"));
    }

    private static String vcrpy(String request, String response) {
        return "interactions:\n- request: {method: POST, uri: 'http://a/', body: " + request
                + "}\n  response: {status: {code: 200}, body: " + response + "}\n";
    }

    @Test
    void readsJsonOfVcrpy() throws IOException {
        write("a.json", """
                {"version": 1, "interactions": [{"request": {"method": "POST", "uri": "https://a/b", "body": "x",
                "headers": {"accept": ["*/*"]}}, "response": {"status": {"code": 200, "message": "OK"},
                "headers": {"content-type": ["text/plain"]}, "body": {"string": "1e3"}}}]}""");

        assertThat(found()).containsExactly("a.json#1 a a POST /b? x 200 1e3");
    }

    @Test
    void readsAListAlone() throws IOException {
        write("old.yaml", """
                - request: {body: null, headers: {}, method: GET, uri: 'http://a/b'}
                  response: {body: {string: c}, headers: {}, status: {code: 200, message: OK}}
                """);
        write("ruby.yaml", """
                - !ruby/struct:VCR::HTTPInteraction
                  request: !ruby/struct:VCR::Request
                    method: :get
                    uri: http://a:80/b
                    body:
                    headers:
                  response: !ruby/struct:VCR::Response
                    status: !ruby/struct:VCR::ResponseStatus
                      code: 200
                      message: OK
                    headers:
                      content-type: [text/plain]
                    body: d
                    http_version: '1.1'
                """);

        assertThat(found()).containsExactly("old.yaml#1 old a GET /b?  200 c", "ruby.yaml#1 ruby a GET /b?  200 d");
    }

    @Test
    void writesValuesOfBodiesAsTheyWere() throws IOException {
        write("parsed.yaml", """
                interactions:
                - request:
                    method: POST
                    uri: https://a/v1/chat/completions
                    headers: {content-type: [application/json]}
                    parsed_body: {a: 1e3, b: 'on', c: '0x1F', d: 2024-01-01, e: 017.5, f: ~, g: 12345678901234567890}
                  response:
                    status: {code: 200, message: OK}
                    headers: {content-type: [application/json]}
                    parsed_body: {a: [1.0, -0, yes], b: 08, c: "\\u00e9"}
                """);

        assertThat(found())
                .containsExactly("parsed.yaml#1 parsed a POST /v1/chat/completions?"
                        + " {\"a\":\"1e3\",\"b\":\"on\",\"c\":\"0x1F\",\"d\":\"2024-01-01\",\"e\":17.5,\"f\":null,"
                        + "\"g\":12345678901234567890} 200 {\"a\":[1.0,-0,true],\"b\":\"08\",\"c\":\"\u00e9\"}");
        assertThat(losses()).containsExactly("response.parsed_body");
    }

    @Test
    void readsRubysVcrInTheOrderOfItsTimes() throws IOException {
        write("spec/chat.yml", """
                ---
                http_interactions:
                - request:
                    method: post
                    uri: "<API_BASE>/chat/completions"
                    body: {encoding: UTF-8, string: later}
                    headers: {Accept: ["*/*"]}
                  response:
                    status: {code: 200, message: OK}
                    headers: {Content-Type: [text/plain]}
                    body: {encoding: ASCII-8BIT, string: !binary 4pyT}
                    http_version: null
                  recorded_at: Wed, 19 Aug 2026 14:44:52 GMT
                - request:
                    method: get
                    uri: https://a/b?key=<KEY>
                    body: {encoding: US-ASCII, string: ''}
                  response:
                    status: {code: 201, message: Created}
                    body: {encoding: ASCII-8BIT, base64_string: !!str "4pyT\\n"}
                  recorded_at: Wed, 19 Aug 2026 14:44:51 GMT
                recorded_with: VCR 6.3.1
                """);

        assertThat(found())
                .containsExactly(
                        "spec/chat.yml#2 spec/chat a GET /b?key=<KEY>  201 \u2713",
                        "spec/chat.yml#1 spec/chat api_base POST /chat/completions? later 200 \u2713");
        assertThat(recordings())
                .allMatch(recording ->
                        recording.recordedOn().orElseThrow().toString().equals("2026-08-19"));
    }

    @Test
    void readsGoVcr() throws IOException {
        write("TestOne/sub.yaml", """
                ---
                version: 2
                interactions:
                    - id: 0
                      request:
                        proto: HTTP/1.1
                        host: api.openai.com
                        body: '{"a":1}'
                        form: {}
                        headers: {Content-Type: [application/json]}
                        url: https://api.openai.com/v1/responses
                        method: POST
                      response:
                        body: |+
                            event: a
                            data: {}

                        headers: {Content-Type: [text/event-stream]}
                        status: 200 OK
                        code: 200
                        duration: 1.2s
                """);
        write("v1.yaml", """
                version: 1
                interactions:
                - request: {body: "", form: {}, headers: {}, url: http://a/b, method: ""}
                  response: {body: 1e3, headers: {}, status: 404 Not Found, code: 404}
                - request: {body: "", form: {}, headers: {}, url: http://a/b, method: GET}
                  response: {body: no, headers: {}, status: 500 Internal Server Error}
                """);

        assertThat(found())
                .containsExactly(
                        "TestOne/sub.yaml#1 TestOne/sub api.openai.com POST /v1/responses? {\"a\":1} 200"
                                + " event: a\ndata: {}\n\n",
                        "v1.yaml#1 v1 a GET /b?  404 1e3",
                        "v1.yaml#2 v1 a GET /b?  500 no");
    }

    @Test
    void readsDatadogsTestAgentWithoutATest() throws IOException {
        write("openai/openai_chat_post_1.json", """
                {"request": {"method": "POST", "url": "https://a/b", "headers": {"Content-Type": "text/plain"},
                "body": "base64:4pyT"}, "response": {"status": {"code": 200, "message": "OK"},
                "headers": {"content-type": "text/plain"}, "body": "base64:AAE="}}""");
        write("openai/openai_chat_post_2.yaml", """
                request: {method: GET, url: 'https://a/c', headers: {}, body: ''}
                response: {status: {code: 400}, headers: {}, body: d}
                """);

        assertThat(found())
                .containsExactly(
                        "openai/openai_chat_post_1.json#1 - a POST /b? \u2713 200 \0\u0001",
                        "openai/openai_chat_post_2.yaml#1 - a GET /c?  400 d");
    }

    @Test
    void readsConversationsOverWebSockets() throws IOException {
        write("test_ws/test_a.yaml", """
                version: 1
                interactions:
                - kind: message
                  direction: received
                  at: 0.25
                  data: {type: session.created, session: {model: gpt-realtime}}
                - kind: message
                  direction: sent
                  at: 0.5
                  data: {type: response.create}
                - {kind: close, code: 1001, reason: bye, ok: true, at: 1.0}
                """);
        write("test_ws/test_b.yaml", """
                interactions:
                - {direction: sent, data: {setup: {model: m}}}
                - {kind: close, code: 1006, reason: '', ok: false}
                """);

        List<Exchange> exchanges =
                recordings().stream().map(Recording::exchange).toList();

        assertThat(exchanges.get(0).request().path()).isEqualTo("/v1/realtime");
        assertThat(exchanges.get(0).request().query()).isEqualTo("model=gpt-realtime");
        assertThat(exchanges.get(0).socket().orElseThrow().toString())
                .contains("at=250", "at=500", "Close[at=1000, from=UPSTREAM, code=1001, reason=bye]");
        assertThat(exchanges.get(0).socket().orElseThrow().messages().get(1))
                .isEqualTo(SocketMessage.text(500, SocketMessage.Sender.CLIENT, "{\"type\":\"response.create\"}"));
        assertThat(exchanges.get(1).request().path()).contains("BidiGenerateContent");
        assertThat(exchanges.get(1).socket().orElseThrow().close()).isEmpty();
    }

    @Test
    void namesBrokenAndForeignFilesAndReadsAllOthers() throws IOException {
        write("a.yaml", "interactions:\n- request: [\n");
        write("b.yaml", "kind: Deployment\n---\nkind: Service\n");
        write("c.yaml", "interactions: []\n");
        write("d.yaml", "interactions:\n- request_sample: {json: {}}\n  response_sample: {json: {}}\n");
        write("e.yaml", """
                interactions:
                - request: {method: GET, uri: 'http://a/b'}
                  response: {status: {code: 9}, body: x}
                - request: {method: GET}
                  response: {status: {code: 200}}
                - request: {method: GET, uri: 'http://a/b'}
                  response: {headers: {}, body: x}
                - request: {method: GET, uri: 'http://a/b'}
                  response: {status: {code: 200}, body: {base64_string: '='}}
                - request: {method: GET, uri: 'http://a/b'}
                  response: {status: {code: 200}, body: {string: fine}}
                """);

        assertThat(found())
                .containsExactly(
                        "unreadable a.yaml: it is not YAML: expected the node content, but found '<stream end>'"
                                + " at line 3, column 1",
                        "left out b.yaml: it is in none of the formats vcrpy, ruby-vcr, go-vcr, dd-test-agent",
                        "left out c.yaml: it has no recordings",
                        "left out d.yaml#1: it is a call of a client library, without its HTTP request",
                        "unreadable e.yaml#1: its response has no status",
                        "unreadable e.yaml#2: its request has no address",
                        "unreadable e.yaml#3: its response has no status",
                        "unreadable e.yaml#4: a body is not base64",
                        "e.yaml#5 e a GET /b?  200 fine");
    }

    @Test
    void readsCompressedCassettes() throws IOException {
        String yaml = "interactions:\n- request: {method: GET, uri: 'http://a/b'}\n"
                + "  response: {status: {code: 200}, body: {string: c}}\n";
        Files.write(directory.resolve("test_one.yaml.gz"), gzip(yaml));

        assertThat(found()).containsExactly("test_one.yaml.gz#1 test_one a GET /b?  200 c");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(Bytes.utf8(text).toArray());
        }
        return out.toByteArray();
    }

    private List<Found> all() {
        Source source = new Formats(
                        List.of(new VcrpyFormat(), new RubyVcrFormat(), new GoVcrFormat(), new TestAgentFormat()))
                .open(directory);
        List<Found> all = new ArrayList<>();
        source.forEach(all::add);
        return all;
    }

    private List<Recording> recordings() {
        return all().stream()
                .map(Found.Converted.class::cast)
                .map(Found.Converted::recording)
                .toList();
    }

    private List<String> losses() {
        return all().stream()
                .map(Found.Converted.class::cast)
                .flatMap(found -> found.losses().stream())
                .map(Loss::what)
                .toList();
    }

    private List<String> found() {
        return all().stream().map(CassetteFormatsTest::described).toList();
    }

    private static String described(Found found) {
        if (found instanceof Found.LeftOut left) {
            return "left out " + left.origin() + ": " + left.reason();
        } else if (found instanceof Found.Unreadable unreadable) {
            return "unreadable " + unreadable.origin() + ": " + unreadable.reason();
        }
        Recording recording = ((Found.Converted) found).recording();
        Exchange exchange = recording.exchange();
        return found.origin() + " " + recording.test() + " " + recording.upstream() + " "
                + exchange.request().method() + " " + exchange.request().path() + "?"
                + exchange.request().query() + " " + exchange.request().body() + " "
                + exchange.response().status() + " " + exchange.response().body();
    }
}
