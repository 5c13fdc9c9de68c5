package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeFieldTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "bytes=0-99           | bytes=0-99",
                "' Bytes=0-99\t'      | bytes=0-99",
                "BYTES = 0-99         | bytes=0-99",
                "bytes=000-0099       | bytes=0-99",
                "bytes=007-           | bytes=7-",
                "bytes=-0500          | bytes=-500",
                "bytes=-0             | bytes=-0",
                "'bytes=0-0 ,\t-1'    | 'bytes=0-0,-1'",
                "'bytes=,0-1,,5-6, '  | 'bytes=0-1,5-6'",
                "'bytes=5-6,0-1'      | 'bytes=5-6,0-1'",
                "bytes=00000000000000000000000000-99999999999999999999999999 | bytes=0-99999999999999999999999999",
                "Lines=01-A           | lines=01-A",
                "bytes=abc            | bytes=abc",
                "bytes=0 - 5          | bytes=0 - 5",
                "Bytes=0 - 5          | Bytes=0 - 5",
                "bytes                | bytes",
                "'Bytes=,'            | 'Bytes=,'",
                "0-99                 | 0-99",
                "=0-99                | =0-99",
            })
    void hasOneSpelling(String sent, String canonical) {
        assertThat(RangeField.canonical(List.of(sent))).contains(canonical);
        assertThat(RangeField.canonical(List.of(canonical))).contains(canonical);
    }

    @Test
    void isOneListWhereThereAreSeveralFields() {
        assertThat(RangeField.canonical(List.of("bytes=0-1", " bytes=5-6"))).contains("bytes=0-1,bytes=5-6");
        assertThat(RangeField.canonical(List.of("bytes=0-1", "05-6"))).contains("bytes=0-1,5-6");
        assertThat(RangeField.canonical(List.of(" ", ""))).isEmpty();
        assertThat(RangeField.canonical(List.of())).isEmpty();
    }

    @Test
    void belongsToTheKeyOfGet() {
        assertThat(canonical("GET", "Range", "Bytes=0-99"))
                .isEqualTo("{\"headers\":{\"range\":\"bytes=0-99\"},\"method\":\"GET\",\"path\":\"/f\"}");
        assertThat(key("GET", "range", "bytes=0-99"))
                .isEqualTo(key("GET", "RANGE", "bytes=00-99"))
                .isNotEqualTo(key("GET", "range", "bytes=100-199"))
                .isNotEqualTo(key("GET"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "get"})
    void hasNoMeaningWithOtherMethods(String method) {
        assertThat(key(method, "range", "bytes=0-99")).isEqualTo(key(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"if-none-match", "if-modified-since", "if-range", "if-match", "if-unmodified-since"})
    void conditionsAreNotPartOfTheKey(String name) {
        assertThat(key("GET", name, "\"e\"")).isEqualTo(key("GET"));
        assertThat(key("PUT", name, "\"e\"")).isEqualTo(key("PUT"));
    }

    @Test
    void aRuleComparesItWithOtherMethodsToo() {
        KeyRules rules = KeyRules.of(List.of(KeyRule.parse("include header range")));

        assertThat(rules.canonical(ApiFamilies.parse(request("POST", "range", "Bytes=0-9")))
                        .text())
                .isEqualTo("{\"headers\":{\"range\":\"bytes=0-9\"},\"method\":\"POST\",\"path\":\"/f\"}");
    }

    @Test
    void isKeptWithTheRequestsThatItCountsFor() {
        Headers sent = Headers.of("range", "Bytes=0-9", "content-type", "a/b", "if-range", "x", "accept", "*/*");

        assertThat(KeyRules.NONE.kept(request("GET", sent)).headers())
                .isEqualTo(Headers.of("range", "Bytes=0-9", "content-type", "a/b"));
        assertThat(KeyRules.NONE.kept(request("POST", sent)).headers()).isEqualTo(Headers.of("content-type", "a/b"));
    }

    private static Key key(String method, String... headers) {
        return KeyRules.NONE.question(request(method, headers), TestId.NONE).key();
    }

    private static String canonical(String method, String... headers) {
        return KeyRules.NONE
                .canonical(ApiFamilies.parse(request(method, headers)))
                .text();
    }

    private static Request request(String method, String... headers) {
        return request(method, Headers.of(headers));
    }

    private static Request request(String method, Headers headers) {
        return new Request(method, "/f", "", headers, Bytes.EMPTY);
    }
}
