package io.reprise.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.drift.Thresholds.What;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import io.reprise.core.price.PriceTable;
import io.reprise.core.redact.Redaction;
import io.reprise.core.view.KeptEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordingDriftTest {
    private static final Request ASKED = Request.post(
            "/v1/chat/completions", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    private static Response answer(long at, String message, String finish, Headers headers) {
        String body = "{\"id\":\"c-" + at + "\",\"choices\":[{\"index\":0,\"finish_reason\":\"" + finish
                + "\",\"message\":" + message + "}]}";
        return new Response(
                200,
                headers.plus("content-type", "application/json"),
                StreamFormat.WHOLE,
                List.of(new Chunk(at, Bytes.utf8(body))),
                Ending.COMPLETE);
    }

    private static Response said(long at, String text) {
        return answer(at, "{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "stop", Headers.NONE);
    }

    private static RecordingDrift drift(Response recorded, Response... now) {
        List<Exchange> answers =
                Arrays.stream(now).map(answer -> new Exchange(ASKED, answer)).toList();
        return RecordingDrift.of(KeptEntry.of(ASKED, recorded), answers, Redaction.DEFAULT.words(), PriceTable.EMPTY);
    }

    @Test
    void measuresWordsAndTimes() {
        RecordingDrift drift = drift(
                said(100, "It is sunny."),
                said(150, "It is sunny."),
                said(250, "It is rainy."),
                said(350, "Nothing at all."));

        assertThat(drift.same()).isEqualTo(1);
        assertThat(drift.words().now()).containsExactly(0.0, 2 / 6.0 * 100, 100.0);
        assertThat(drift.duration().now()).containsExactly(150.0, 250.0, 350.0);
        assertThat(drift.duration().ratio()).hasValue(2.5);
        assertThat(drift.firstToken().recorded()).hasValue(100);
    }

    @Test
    void knowsNoTimesOfARecordingWithoutThem() {
        RecordingDrift drift = drift(said(0, "a"), said(10, "a"));
        Thresholds thresholds = new Thresholds(Map.of(What.DURATION, Limit.ofTime("2x")), false);

        assertThat(drift.duration().recorded()).isEmpty();
        assertThat(thresholds.exceededBy(drift)).isEmpty();
        assertThat(thresholds.unknownFor(drift))
                .containsExactly("duration: not compared with 2x, because the recording does not have this number");
    }

    @Test
    void findsAnotherShape() {
        Response recorded = said(1, "a");
        Response called = answer(
                1,
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"x\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
                "tool_calls",
                Headers.NONE);

        RecordingDrift drift = drift(recorded, called);

        assertThat(drift.shape().added()).containsExactly(".choices[].message.tool_calls");
        assertThat(drift.shape().removed()).isEmpty();
        assertThat(drift.shape().changed()).isEmpty();
        assertThat(drift.now().get(0).tools()).containsExactly("f");
        assertThat(drift.hasSameShape()).isFalse();
        assertThat(new Thresholds(Map.of(), true).exceededBy(drift)).containsExactly("the shape differs");
        assertThat(drift(recorded, said(9, "b")).hasSameShape()).isTrue();
    }

    @Test
    void findsAnotherKindOfValue() {
        RecordingDrift drift = drift(
                answer(1, "{\"content\":\"a\",\"extra\":1}", "stop", Headers.NONE),
                answer(1, "{\"content\":\"a\",\"extra\":\"1\"}", "stop", Headers.NONE));

        assertThat(drift.shape().changed())
                .containsExactly(new ShapeDifference.Changed(".choices[].message.extra", "number", "string"));
    }

    @Test
    void namesHeadersThatAreNewOrGoneOrChanged() {
        RecordingDrift drift = drift(
                answer(1, "{}", "stop", Headers.of("x-old", "1", "x-request-id", "a", "server", "one", "x-turn", "1")),
                answer(1, "{}", "stop", Headers.of("x-new", "1", "x-request-id", "b", "server", "two", "x-turn", "2")),
                answer(1, "{}", "stop", Headers.of("x-new", "1", "x-request-id", "c", "server", "two", "x-turn", "3")));

        assertThat(drift.headers().added()).containsExactly("x-new");
        assertThat(drift.headers().removed()).containsExactly("x-old");
        assertThat(drift.headers().changed())
                .extracting(header -> header.name())
                .containsExactly("server");
    }

    @Test
    void writesWhatIsBeyondAThreshold() {
        RecordingDrift drift = drift(said(100, "It is sunny."), said(100, "It is rainy."));
        Thresholds thresholds = new Thresholds(Map.of(What.WORDS, Limit.ofWords("20%")), false);

        DriftReport report = new DriftReport(List.of(drift), List.of(), List.of(), false, thresholds);
        Json json = report.toJson();

        assertThat(report.verdict()).isEqualTo("compared 1 recording, 1 answer; 1 beyond a threshold");
        assertThat(json.list("recordings").get(0).list("exceeded"))
                .containsExactly(new Json.JsonString("words: 33.3 % is more than 20%"));
        assertThat(json.list("recordings").get(0).at("words_percent", "now", "mean"))
                .contains(new Json.JsonNumber("33.3"));
        assertThat(json.get("cost_usd")).contains(Json.NULL);
        assertThat(json.text("thresholds", "words_percent")).isEqualTo("20%");
    }
}
