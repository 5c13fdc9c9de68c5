package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import org.junit.jupiter.api.Test;

class RecordedCallTest {
    @Test
    void takesTheHostFromTheUrl() {
        assertThat(called("https://API.openai.com/v1/models?a=b#part")).isEqualTo("api.openai.com /v1/models ? a=b");
        assertThat(called("https://api.openai.com:443/v1/chat")).isEqualTo("api.openai.com /v1/chat ? ");
        assertThat(called("http://localhost:11434/api/chat")).isEqualTo("localhost:11434 /api/chat ? ");
        assertThat(called("http://me:secret@host.example/")).isEqualTo("host.example / ? ");
        assertThat(called("https://host.example?q")).isEqualTo("host.example / ? q");
        assertThat(called("http://[::1]:8080/v1")).isEqualTo("[::1]:8080 /v1 ? ");
        assertThat(called("/v1/chat")).isEqualTo(" /v1/chat ? ");
        assertThat(called("")).isEqualTo(" / ? ");
    }

    @Test
    void knowsPlaceholders() {
        assertThat(called("<OLLAMA_API_BASE>/chat/completions")).isEqualTo("ollama_api_base /chat/completions ? ");
        assertThat(called("https://<RESOURCE>.openai.azure.com/openai?key=<KEY>"))
                .isEqualTo("<resource>.openai.azure.com /openai ? key=<KEY>");
    }

    @Test
    void encodesWhatARequestLineCannotHave() {
        assertThat(called("https://a/b c/\u00e9?q=\u00e9 d")).isEqualTo("a /b%20c/%C3%A9 ? q=%C3%A9%20d");
        assertThat(called("https://a/b%20c?q=%2F")).isEqualTo("a /b%20c ? q=%2F");
    }

    @Test
    void keepsWhatBelongsToTheRequest() {
        Headers headers =
                Headers.of("Host", "a", "Content-Length", "1", "Connection", "close", "Accept", "*/*", "X-A", "\u0142");

        Request request = RecordedCall.inAnyCase("post", "https://a/b", headers, Bytes.utf8("x"))
                .request();

        assertThat(request).isEqualTo(new Request("POST", "/b", "", Headers.of("accept", "*/*"), Bytes.utf8("x")));
    }

    @Test
    void refusesAMethodThatIsNone() {
        assertThatThrownBy(() -> new RecordedCall("P\n", "https://a/b", Headers.NONE, Bytes.EMPTY).request())
                .isInstanceOf(DocumentException.class);
    }

    private static String called(String url) {
        RecordedCall call = new RecordedCall("GET", url, Headers.NONE, Bytes.EMPTY);
        return call.upstream() + " " + call.request().path() + " ? "
                + call.request().query();
    }
}
