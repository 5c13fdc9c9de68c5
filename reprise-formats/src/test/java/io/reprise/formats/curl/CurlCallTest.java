package io.reprise.formats.curl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurlCallTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void readsMethodPathHeadersAndBody() {
        Request request =
                parse("curl -v -X POST http://localhost:8000/v1/x?a=b#c -H 'Content-Type: application/json' -d '{\n}'");

        assertThat(request)
                .isEqualTo(new Request(
                        "POST", "/v1/x", "a=b", Headers.of("content-type", "application/json"), Bytes.utf8("{\n}")));
    }

    @Test
    void posesAsCurlDoesWhereNothingIsSaid() {
        assertThat(parse("curl localhost:8000/v1/models")).isEqualTo(Request.get("/v1/models"));
        assertThat(parse("curl https://h")).isEqualTo(Request.get("/"));
        assertThat(parse("curl -I https://h/a").method()).isEqualTo("HEAD");
        assertThat(parse("curl h/a -d x"))
                .isEqualTo(new Request("POST", "/a", "", Headers.of("content-type", FORM), Bytes.utf8("x")));
    }

    @Test
    void joinsSeveralDataOptions() {
        assertThat(parse("curl h -d a=1 --data b=2 --data-raw @c --data-binary d")
                        .body())
                .isEqualTo(Bytes.utf8("a=1&b=2&@c&d"));
        assertThat(parse("curl h --data-urlencode 'a=b c&ö' --data-urlencode '=x y'")
                        .body())
                .isEqualTo(Bytes.utf8("a=b%20c%26%C3%B6&x%20y"));
        assertThat(parse("curl h --json '{\"a\":' --json '1}'"))
                .isEqualTo(new Request(
                        "POST",
                        "/",
                        "",
                        Headers.of("accept", "application/json", "content-type", "application/json"),
                        Bytes.utf8("{\"a\":1}")));
    }

    @Test
    void movesDataIntoTheQuery() {
        assertThat(parse("curl -G 'h/a?x=1' -d y=2"))
                .isEqualTo(new Request("GET", "/a", "x=1&y=2", Headers.NONE, Bytes.EMPTY));
    }

    @Test
    void readsFilesOfTheArchiveWithCurlsRulesOnLineEnds() {
        assertThat(parse("curl h -d @in.txt").body()).isEqualTo(Bytes.utf8("ab"));
        assertThat(parse("curl h --data-binary @in.txt").body()).isEqualTo(Bytes.utf8("a\r\nb\n"));
        assertThatThrownBy(() -> parse("curl h -d @gone")).hasMessageContaining("'gone'");
    }

    @Test
    void readsJoinedShortOptions() {
        Request request = parse("curl -vsXPUT -NH 'A: b' -dx --url h/y");

        assertThat(request)
                .isEqualTo(new Request("PUT", "/y", "", Headers.of("a", "b", "content-type", FORM), Bytes.utf8("x")));
    }

    @Test
    void readsRanges() {
        assertThat(parse("curl h/f -r 0-99").headers()).isEqualTo(Headers.of("range", "bytes=0-99"));
        assertThat(parse("curl h/f --range -5").headers()).isEqualTo(Headers.of("range", "bytes=-5"));
    }

    @Test
    void readsHeadersThatAreEmptyOrTakenAway() {
        assertThat(parse("curl h -d x -H 'Content-Type:' -H 'X-Empty;' -H 'Host: other'")
                        .headers())
                .isEqualTo(Headers.of("x-empty", ""));
    }

    @Test
    void forgivesVariablesInCredentialsAndHostsOnly() {
        assertThat(parse("curl \"http://$HOST/v1/x\" -H \"Authorization: Bearer $KEY\" -u \"$A:$B\""))
                .isEqualTo(Request.get("/v1/x"));
        assertThatThrownBy(() -> parse("curl h -d \"{\\\"model\\\":\\\"$MODEL\\\"}\""))
                .hasMessage("the body depends on a shell variable or command: write its value instead");
        assertThatThrownBy(() -> parse("curl h/$P")).hasMessageStartingWith("the URL depends");
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> parse("curl --quic h")).hasMessage("the curl option --quic is not supported");
        assertThatThrownBy(() -> parse("curl -vZ h")).hasMessage("the curl option -Z is not supported");
        assertThatThrownBy(() -> parse("curl h -d")).hasMessage("the curl option -d has no value");
        assertThatThrownBy(() -> parse("curl -v")).hasMessage("it has 0 URLs; one is expected");
        assertThatThrownBy(() -> parse("wget h")).hasMessage("it has 'wget'; one curl call is expected");
        assertThatThrownBy(() -> parse("curl a\ncurl b")).hasMessage("it has 2 commands; one curl call is expected");
        assertThatThrownBy(() -> parse("# nothing")).hasMessage("it has 0 commands; one curl call is expected");
    }

    private static Request parse(String script) {
        return CurlCall.parse(
                        script,
                        name -> Optional.ofNullable(Map.of("in.txt", "a\r\nb\n").get(name)))
                .request();
    }
}
