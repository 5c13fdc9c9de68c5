package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRulesTest {
    private static final TestId NO_TEST = TestId.NONE;

    @Test
    void comparesJsonByValue() {
        Request one = Request.post("/v1/chat/completions", "{\"b\": [1.0, -0], \"a\": \"\\u00f6\"}");
        Request other = Request.post("/v1/chat/completions", "{\"a\":\"ö\",\"b\":[10e-1,0]}\n");

        assertThat(key(one)).isEqualTo(key(other));
        assertThat(canonical(one))
                .isEqualTo(
                        "{\"body\":{\"json\":{\"a\":\"ö\",\"b\":[1,0]}},\"method\":\"POST\",\"path\":\"/v1/chat/completions\"}");
    }

    @Test
    void keepsTestsApartWithOneDigest() {
        Request request = Request.post("/v1/embeddings", "{}");

        Question one = KeyRules.NONE.question(request, new TestId("one"));
        Question other = KeyRules.NONE.question(request, new TestId("other"));
        Question none = KeyRules.NONE.question(request, NO_TEST);

        assertThat(one.key()).isNotEqualTo(other.key()).isNotEqualTo(none.key());
        assertThat(one.digest()).isEqualTo(other.digest()).isEqualTo(none.key());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/v1/models,,/v1/models,",
        "/v1/models,key=secret,/v1/models,",
        "/v1/models,a=1&API-Key=x&b=2,/v1/models,a=1&b=2",
        "/v1beta/models/m%3AgenerateContent,,/v1beta/models/m:generateContent,",
        "/%76%31/models,,/v1/models,",
        "/v1/files,include[]=a+b,/v1/files,include%5B%5D=a%20b",
    })
    void findsOneTargetInDifferentSpellings(String path, String query, String samePath, String sameQuery) {
        assertThat(key(get(path, query))).isEqualTo(key(get(samePath, sameQuery)));
    }

    @Test
    void comparesMultipartBodiesWhateverTheBoundary() {
        assertThat(canonical(multipart("XX"))).isEqualTo(canonical(multipart("\"a b\"")));
        assertThat(canonical(multipart("XX")))
                .isEqualTo("{\"body\":{\"multipart\":[{\"body\":{\"json\":1},\"name\":\"n\"},{\"name\":\"empty\"}]},"
                        + "\"method\":\"POST\",\"path\":\"/v1/files\"}");
    }

    private static Request multipart(String boundary) {
        String line = "--" + boundary.replace("\"", "");
        String body = line + "\r\ncontent-disposition: form-data; name=\"n\"\r\n\r\n1\r\n" + line
                + "\r\nContent-Disposition: form-data; name=empty\r\nContent-Length: 0\r\n\r\n\r\n" + line + "--\r\n";
        Headers headers = Headers.of("content-type", "multipart/form-data; boundary=" + boundary);
        return new Request("POST", "/v1/files", "", headers, Bytes.utf8(body));
    }

    private static Request get(String path, String query) {
        return new Request("GET", path, query == null ? "" : query, Headers.NONE, Bytes.EMPTY);
    }

    private static Key key(Request request) {
        return KeyRules.NONE.question(request, NO_TEST).key();
    }

    private static String canonical(Request request) {
        return KeyRules.NONE.canonical(ApiFamilies.parse(request)).text();
    }
}
