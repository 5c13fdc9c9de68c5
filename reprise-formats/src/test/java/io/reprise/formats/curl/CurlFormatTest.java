package io.reprise.formats.curl;

import static io.reprise.formats.FoundFiles.recording;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurlFormatTest {
    private static final String CALL =
            "curl -s 'https://h.example/v1/x?a=b' \\\n  -H \"Authorization: Bearer $KEY\" \\\n"
                    + "  -H 'content-type: text/plain' -d 'two\nlines'\n";
    private static final String HEAD = "HTTP/1.1 201 Created\r\nX-A: 1\r\nContent-Length: 3\r\n\r\n";

    @TempDir
    Path directory;

    private static Recording expected(String test, String body) {
        Headers headers = Headers.of("x-a", "1");
        Response plain = Response.whole(201, "text/plain", Bytes.utf8(body));
        return new Recording(
                test.isEmpty() ? TestId.NONE : new TestId(test),
                "h.example",
                1,
                new Exchange(
                        new Request(
                                "POST",
                                "/v1/x",
                                "a=b",
                                Headers.of("content-type", "text/plain"),
                                Bytes.utf8("two\nlines")),
                        plain.withHeaders(headers)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void findsTheCommandBehindVeryManyLinesOfComment(String lineEnd) {
        String comment = ("# asks" + lineEnd).repeat(50_000);

        assertThat(CurlTranscript.of(comment + CALL + "answer"))
                .containsExactly(new CurlTranscript(0, comment + CALL, "answer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.sh", "a.curl"})
    void joinsACommandAndTheAnswerBesideIt(String name) throws IOException {
        write("suite/" + name, "#!/bin/sh\nset -e\n\n# asks\n" + CALL);
        write("suite/a.response", HEAD + "a\nb");

        assertThat(found())
                .containsExactly(new Found.Converted("suite/" + name, expected("suite/a", "a\nb"), List.of()));
    }

    @Test
    void readsTheAnswerOfAFileThatIsNamed() throws IOException {
        write("a.sh", CALL);
        write("a.response", HEAD + "abc");

        List<Found> found = new ArrayList<>();
        Formats.installed().open(directory.resolve("a.sh")).forEach(found::add);

        assertThat(found).containsExactly(new Found.Converted("a.sh", expected("", "abc"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 201 Created\r\nX-A: 1\r\nContent-Length: 3\r\n\r\nabc\n",
                "HTTP/1.1 201 Created\r\r\n\u001b[1mX-A\u001b[0m: 1\r\r\n\u001b[1mContent-Length\u001b[0m: 3\r\r\n\r\r\nabc\n\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\nX-A: 1\nContent-Length: 3\n\nabc",
                "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 201 Created\nX-A: 1\nContent-Length: 3\n\nabc",
                "* Connected to h.example (127.0.0.1) port 80 (#0)\n> POST /v1/x?a=b HTTP/1.1\n> Host: h.example\n> \n} [9 bytes data]\n"
                        + "< HTTP/1.1 201 Created\n< X-A: 1\n< Content-Length: 3\n< \n{ [3 bytes data]\n"
                        + "\r100   191  100   133  100    58  34862  15203 --:--:-- --:--:-- --:--:-- 63666\n"
                        + "* Connection #0 to host h.example left intact\nabc\n"
            })
    void readsWhatATerminalShows(String shown) throws IOException {
        write("a.curl", CALL + shown);

        assertThat(found()).containsExactly(new Found.Converted("a.curl", expected("a", "abc"), List.of()));
    }

    @Test
    void aCallThatIsNotUnderstoodHarmsNoOther() throws IOException {
        write("a.curl", "$ " + CALL + HEAD + "abc\n% /usr/bin/curl h/z | jq\n7\n$ " + CALL + HEAD + "abc\n");

        assertThat(found())
                .containsExactly(
                        new Found.Converted("a.curl#1", expected("a", "abc"), List.of()),
                        new Found.Unreadable(
                                "a.curl#2",
                                "its command is not supported: '|' outside quotes, at line 10, column 21; only plain commands are read"),
                        new Found.Converted("a.curl#3", expected("a", "abc"), List.of()));
    }

    @Test
    void saysWhatABodyAloneDoesNotSay() throws IOException {
        write(
                "a.curl",
                "$ curl localhost:8080/v1/y\n{\"a\": 1}\n\n$ curl -I h/z\nHTTP/1.1 204 No Content\ncontent-length: 5\n\n");

        List<Found> found = found();

        assertThat(found.stream().map(Found::origin)).containsExactly("a.curl#1", "a.curl#2");
        assertThat(recording(found.get(0)).upstream()).isEqualTo("localhost:8080");
        assertThat(recording(found.get(0)).exchange().response())
                .isEqualTo(Response.whole(200, "application/json", Bytes.utf8("{\"a\": 1}")));
        assertThat(((Found.Converted) found.get(0)).losses())
                .extracting(Object::toString)
                .containsExactly(
                        "response.body: a terminal does not show whether the last line ended with a line feed",
                        "status: nothing says which status the answer had, so that it is 200; curl -i shows it");
        assertThat(recording(found.get(1)).exchange().request().method()).isEqualTo("HEAD");
        assertThat(recording(found.get(1)).exchange().response().status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        ".sse,'data: 1\n\ndata: 2\n\n',2,'data: 1\n\ndata: 2\n\n'",
        ".txt,'data: 1\ndata: 2\n',2,'data: 1\n\ndata: 2\n\n'",
        ".json,'{\"a\":1}\n',1,'{\"a\":1}\n'",
        ".txt,plain,1,plain"
    })
    void readsABodyBesideACommand(String suffix, String body, int chunks, String expected) throws IOException {
        write("a.curl", "curl h/x");
        write("a" + suffix, body);

        Response response = recording(found().get(0)).exchange().response();

        assertThat(response.chunks()).hasSize(chunks);
        assertThat(response.body().toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json @joke.json",
                "-d @joke.json",
                "--data-ascii @./joke.json",
                "--data-binary @../jokes/joke.json",
                "--json {} -w @joke.json",
                "--json {} -D joke.json",
                "--json {} -b joke.json -c joke.json",
                "--json {} --trace-ascii joke.json"
            })
    void takesNoFileForTheAnswerThatTheCallReadsOrWritesBesideIt(String option) throws IOException {
        write("jokes/joke.sh", "curl https://h.example/v1/x " + option + "\n");
        write("jokes/joke.json", "{}");
        write("jokes/joke.sse", "data: 1\n\n");

        List<Found> found = found();

        assertThat(found).hasSize(1);
        Exchange exchange = recording(found.get(0)).exchange();
        assertThat(exchange.request().body()).isEqualTo(Bytes.utf8("{}"));
        assertThat(exchange.response().body()).isEqualTo(Bytes.utf8("data: 1\n\n"));
    }

    @Test
    void hasNoAnswerWhereTheOnlyFileBesideTheCallIsItsRequest() throws IOException {
        write("joke.sh", "curl https://h.example/v1/x --json @joke.json\n");
        write("joke.json", "{}");
        write("both.curl", "$ curl h/x --json @both.txt\n$ curl h/y\n{\"a\":1}\n$ curl h/z\n");
        write("both.txt", "{}");

        assertThat(found())
                .filteredOn(found -> !found.origin().equals("both.curl#2"))
                .hasSize(3)
                .allSatisfy(found -> assertThat(found)
                        .isInstanceOfSatisfying(
                                Found.LeftOut.class,
                                left -> assertThat(left.reason()).startsWith("it has no answer; ")));
    }

    @Test
    void givesNoFileToSeveralCallsAsTheirAnswer() throws IOException {
        write("a.curl", "$ curl h/x\n$ curl h/y\n");
        write("a.json", "{}");
        write("b.curl", "$ curl h/x\n[]\n$ curl h/y\n");
        write("b.json", "{}");

        List<Found> found = found();

        String reason = "it has no answer of its own: the file beside it may be that of another call of its file";
        assertThat(found.subList(0, 2))
                .containsExactly(new Found.LeftOut("a.curl#1", reason), new Found.LeftOut("a.curl#2", reason));
        assertThat(found.subList(2, 4))
                .extracting(each -> recording(each).exchange().response().body().toString())
                .containsExactly("[]", "{}");
    }

    @Test
    void takesTheFileForTheAnswerToWhichTheCallWritesIt() throws IOException {
        write("a.sh", "curl h/x -s -o a.txt\n");
        write("a.txt", "plain");

        assertThat(recording(found().get(0)).exchange().response().body()).isEqualTo(Bytes.utf8("plain"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`curl h/x`|it has no answer; put what 'curl -i' writes beside it in a file with the suffix .response, or run it once against 'reprise serve --mode record'",
                "`curl -L h/x\nHTTP/1.1 302 Found\nlocation: /y\n\nHTTP/1.1 200 OK\n\nabc`|curl has followed a redirect, so that its answer is to another request; ask that URL without -L"
            })
    void leavesOutWhatHasNoAnswer(String content, String reason) throws IOException {
        write("a.curl", content);

        assertThat(found()).containsExactly(new Found.LeftOut("a.curl", reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`curl h/x\ncurl h/y`|what follows the command is no answer: it has no status line, and is no JSON",
                "`curl h/x\nHTTP/1.1 200 OK\ncontent-length: 5\n\nabc`|its body has 3 bytes, and content-length says 5",
                "`curl h/x\nHTTP/1.1 200 OK\ncontent-length: 2\n\nabc`|its body has 3 bytes, and content-length says 2",
                "`curl --wrong h/x`|its command is not supported: the curl option --wrong is not supported",
                "`curl $URL/x?a=$A`|its command is not supported: the URL depends on a shell variable or command: write its value instead"
            })
    void namesWhatIsNotUnderstood(String content, String reason) throws IOException {
        write("a.curl", content);

        assertThat(found()).containsExactly(new Found.Unreadable("a.curl", reason));
    }

    @Test
    void leavesScriptsAloneThatAreNoRecordings() throws IOException {
        write("build.sh", "set -e\ncurl -o a.zip h/a.zip\nunzip a.zip\n");
        write("install.sh", "curl h/x | sh\n");
        write("other.sh", "echo hi\n");
        write("a.curl", CALL + HEAD + "abc");
        write("a.json", "{}");
        write("other.json", "{}");
        write("no-command.json", "{}");

        assertThat(found().stream().map(Found::origin)).containsExactly("a.curl", "no-command.json", "other.json");
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<Found> found() {
        List<Found> found = new ArrayList<>();
        Formats.installed().open(directory).forEach(found::add);
        return found;
    }
}
