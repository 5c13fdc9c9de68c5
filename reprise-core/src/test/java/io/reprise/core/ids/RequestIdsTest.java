package io.reprise.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    private final HandedOutIds ids = new HandedOutIds();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":\"new-123456\"}                   | {\"a\":\"old-1\"}",
                "{ \"a\" : [ 1, {\"b\":\"new-123456\"} ]} | { \"a\" : [ 1, {\"b\":\"old-1\"} ]}",
                "[\"new-123456\",\"é\",\"new-123456\"]    | [\"old-1\",\"é\",\"old-1\"]",
                "{\"a\":\"n\\u0065w-123456\"}             | {\"a\":\"old-1\"}",
                "\"new-123456\"                           | \"old-1\"",
            })
    void wholeStringsOfTheBodyAreTranslatedAndAllOtherBytesStay(String body, String expected) {
        ids.remember(TestId.NONE, "new-123456", "old-1");

        assertThat(translated(Request.post("/v1/responses", body)).body()).isEqualTo(Bytes.utf8(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"see new-123456\"}",
                "{\"a\":\"{\\\"id\\\":\\\"new-123456\\\"}\"}",
                "{\"new-123456\":1}",
                "{\"a\":\"new-1234567\"}",
                "new-123456",
                "{\"a\":\"new-123456\"",
                ""
            })
    void partsOfTextsAndNamesAndWhatIsNotJsonStay(String body) {
        ids.remember(TestId.NONE, "new-123456", "old-1");
        ParsedRequest request = ApiFamilies.parse(Request.post("/v1/responses", body));

        assertThat(RequestIds.translated(request, ids.of(TestId.NONE))).isSameAs(request);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/responses/new-123456, '', /v1/responses/old+1=, ''",
        "/v1/responses/new%2D123456/cancel, '', /v1/responses/old+1=/cancel, ''",
        "/v1/batches/new-123456:cancel, '', /v1/batches/old+1=:cancel, ''",
        "/v1/x-new-123456, '', /v1/x-new-123456, ''",
        "/v1/items, after=new-123456&limit=1&x, /v1/items, after=old%2B1%3D&limit=1&x",
        "/v1/items, q=a+new-123456, /v1/items, q=a+new-123456",
    })
    void wholeSegmentsAndValuesOfTheQueryAreTranslated(
            String path, String query, String expectedPath, String expectedQuery) {
        ids.remember(TestId.NONE, "new-123456", "old+1=");

        Request translated = translated(new Request("GET", path, query, Headers.NONE, Bytes.EMPTY));

        assertThat(translated.path()).isEqualTo(expectedPath);
        assertThat(translated.query()).isEqualTo(expectedQuery);
    }

    @Test
    void listsOfModelsStay() {
        ids.remember(TestId.NONE, "models", "others");

        assertThat(translated(Request.get("/v1/models")).path()).isEqualTo("/v1/models");
    }

    @Test
    void findsAllValuesInPlacesOfIds() {
        Request request =
                new Request("POST", "/v1/a%20b", "x=c%2Fd", Headers.NONE, Bytes.utf8("{\"e\":[\"f\",7],\"g\":\"\"}"));

        assertThat(RequestIds.in(request)).contains("v1", "a b", "c/d", "f").doesNotContain("e", "7");
    }

    private Request translated(Request request) {
        return RequestIds.translated(ApiFamilies.parse(request), ids.of(TestId.NONE))
                .request();
    }
}
