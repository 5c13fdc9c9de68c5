package io.reprise.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Layout;
import io.reprise.core.redact.Redaction;
import io.reprise.core.view.KeptEntry;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecordingDifferenceTest {
    private static final Request ASKED = Request.post(
            "/v1/chat/completions", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    private static KeptEntry answer(String message) {
        return KeptEntry.of(
                ASKED,
                Response.whole(
                        200,
                        "application/json",
                        Bytes.utf8("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":" + message
                                + "}]}")));
    }

    private static RecordingDifference between(String a, String b) {
        return RecordingDifference.between(answer(a), answer(b), Redaction.DEFAULT.words());
    }

    private static String content(String text) {
        return "{\"content\":\"" + text + "\"}";
    }

    @Test
    void marksTheWordsThatDiffer() {
        RecordingDifference difference = between(content("It is a sunny day."), content("It is a rainy old day."));

        assertThat(difference.verdict()).isEqualTo("2 words differ");
        assertThat(difference.isSame()).isFalse();
        assertThat(difference.words())
                .singleElement()
                .satisfies(hunk -> assertThat(hunk.marked()).isEqualTo("It is a [-sunny-]{+rainy old+} day."));
    }

    @Test
    void aWordInThePlaceOfAnotherCountsOnce() {
        assertThat(between(content("It is sunny."), content("It is rainy.")).verdict())
                .isEqualTo("1 word differs");
        assertThat(between(content("one two three"), content("one three four")).verdict())
                .isEqualTo("2 words differ");
        assertThat(between(content("one two"), content("one")).verdict()).isEqualTo("1 word differs");
    }

    @Test
    void findsWordsInTextsWithoutSpaces() {
        assertThat(between(content("東京は晴れです"), content("東京は雨です")).words().get(0).marked())
                .isEqualTo("東京は[-晴れ-]{+雨+}です");
    }

    @Test
    void showsLongEqualStretchesByTheirEnds() {
        String words = "word ".repeat(500);

        Hunk hunk = between(content("old " + words), content("new " + words))
                .words()
                .get(0);

        assertThat(hunk.marked())
                .startsWith("[-old-]{+new+} word ")
                .contains(" words … ")
                .hasSizeLessThan(600);
        assertThat(hunk.isCoarse()).isFalse();
    }

    @Test
    void saysThatLongTextsWereComparedInLargerPieces() {
        long seed = 7;
        Random random = new Random(seed);
        String a = random.ints(20_000, 0, 1_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        String b = random.ints(20_000, 0, 1_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

        RecordingDifference difference = between(content(a), content(b));

        assertThat(difference.words().get(0).isCoarse()).isTrue();
        assertThat(difference.toJson().write(Layout.COMPACT)).contains("\"coarse\":true");
    }

    @Test
    void pairsCallsOfToolsByNameAndOrder() {
        String calls =
                "{\"tool_calls\":[{\"id\":\"%s\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\": %s}\"}},"
                        + "{\"id\":\"x\",\"function\":{\"name\":\"%s\",\"arguments\":\"{}\"}}]}";

        RecordingDifference difference = between(calls.formatted("1", "1", "g"), calls.formatted("2", "2", "h"));

        assertThat(difference.tools().stream().map(tool -> tool.name() + " " + tool.what()))
                .containsExactly("f changed", "g removed", "h added");
        assertThat(difference.tools().get(0).hunks().get(0).marked()).contains("\"a\": [-1-]{+2+}");
        assertThat(between(calls.formatted("1", "1", "g"), calls.formatted("2", "  1", "g"))
                        .isSame())
                .isTrue();
    }

    @Test
    void namesWhatDiffersInTheRequestAndTheHeaders() {
        KeptEntry other = KeptEntry.of(
                Request.post(
                        "/v1/chat/completions",
                        "{\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"),
                Response.whole(500, "text/plain", Bytes.utf8("no")));

        RecordingDifference difference =
                RecordingDifference.between(answer(content("x")), other, Redaction.DEFAULT.words());

        assertThat(difference.verdict())
                .contains("the request differs in 1 place; 1 header differs; status 200 became 500");
        assertThat(difference.headers())
                .containsExactly(
                        new RecordingDifference.HeaderDifference("content-type", "application/json", "text/plain"));
        assertThat(difference.request().get(0).where()).isEqualTo("model");
    }

    @Test
    void isTheSameWhereOnlyIdsDiffer() {
        assertThat(between(content("Hi"), content("Hi")).verdict()).isEqualTo("the same");
    }
}
