package io.reprise.formats.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import org.junit.jupiter.api.Test;

class JsonlSpellingTest {
    private final JsonlSpelling spelling = new JsonlSpelling();

    @Test
    void knowsTheFilesOfATestByTheirFirstLine() {
        String ofTest = line(new TestId("a \"test\""));
        String ofNone = line(TestId.NONE);

        assertThat(spelling.isOf(new TestId("a \"test\""), ofTest)).isTrue();
        assertThat(spelling.isOf(TestId.NONE, ofNone)).isTrue();
        assertThat(spelling.isOf(new TestId("a"), ofTest)).isFalse();
        assertThat(spelling.isOf(TestId.NONE, ofTest)).isFalse();
        assertThat(spelling.isOf(new TestId("a"), ofNone)).isFalse();
        assertThat(spelling.isOf(TestId.NONE, "{\"request\":{}}")).isFalse();
    }

    private String line(TestId test) {
        Exchange exchange = new Exchange(Request.get("/x"), Response.whole(200, "text/plain", Bytes.utf8("x")));
        return spelling.line(new Recording(test, "h.example", 1, exchange)).text();
    }
}
