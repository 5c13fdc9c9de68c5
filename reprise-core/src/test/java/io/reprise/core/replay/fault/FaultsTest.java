package io.reprise.core.replay.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.Seeds;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.reprise.core.replay.pace.Timeline;
import io.reprise.core.stream.SseEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static final long MS = 1_000_000;
    private static final Exchange CHAT = Seeds.chat();
    private static final List<Bytes> CHUNKS =
            CHAT.response().chunks().stream().map(Chunk::bytes).toList();
    private static final Exchange WHOLE = new Exchange(
            Request.post("/v1/chat/completions", "{\"model\":\"gpt-x\"}"),
            Response.whole(200, "application/json", Bytes.utf8("{\"choices\":[{\"index\":0}]}")));

    @Test
    void changesNothingWithoutAFault() {
        Script script = script("instant", Faults.NONE, CHAT);

        assertThat(sent(script)).isEqualTo(CHUNKS);
        assertThat(last(script)).isEqualTo(new Step.End(0));
    }

    @Test
    void cutsAfterAnyNumberOfChunks() {
        for (int n = 0; n <= 55; n++) {
            Script script = script("recorded", "cut,after=" + n, CHAT);

            assertThat(sent(script)).isEqualTo(CHUNKS.subList(0, n));
            assertThat(last(script)).isEqualTo(new Step.Cut(Math.min(n, 54) * 7 * MS));
        }
        assertThat(sent(script("instant", "cut=99", CHAT))).isEqualTo(CHUNKS);
    }

    @Test
    void cutsAfterAnyNumberOfBytes() {
        Bytes body = CHAT.response().body();
        for (int n = 0; n <= body.size(); n += 13) {
            Script script = script("instant", "cut,after=" + n + "b", CHAT);

            assertThat(Bytes.concat(sent(script))).isEqualTo(body.slice(0, n));
        }
        assertThat(Bytes.concat(sent(script("instant", "reset after=50%", CHAT)))
                        .size())
                .isEqualTo(body.size() / 2);
    }

    @Test
    void sendsNothingAtAllWhereTheFaultIsBeforeTheHead() {
        assertThat(script("instant", "reset", CHAT).steps()).containsExactly(new Step.Reset(0));
        assertThat(script("instant", "cut,after=start", CHAT).steps()).containsExactly(new Step.Cut(0));
        assertThat(script("instant", "stall; delay=2s", CHAT).steps()).containsExactly(new Step.Hang(2_000 * MS));
        assertThat(script("instant", "reset", CHAT).status()).isZero();
        assertThat(script("instant", "reset,after=head", CHAT).steps()).hasSize(2);
    }

    @Test
    void stallsForATimeAndGoesOnAtThePace() {
        Script script = script("recorded", "stall,after=10,for=2s", CHAT);

        assertThat(sent(script)).isEqualTo(CHUNKS);
        for (int i = 0; i < 55; i++) {
            assertThat(script.steps().get(i + 1).dueNanos()).isEqualTo((i * 7 + (i < 10 ? 0 : 2_000)) * MS);
        }
        assertThat(last(script)).isEqualTo(new Step.End((54 * 7 + 2_000) * MS));
        assertThat(last(script("recorded", "stall,after=55,for=2s", CHAT)))
                .isEqualTo(new Step.End((54 * 7 + 2_000) * MS));
    }

    @Test
    void delaysTheAnswerOrItsHeadAlone() {
        Script delayed = script("recorded", "delay=100ms", CHAT);
        Script slow = script("recorded", "slow-headers=100ms", CHAT);

        assertThat(delayed.steps().stream().limit(3).map(Step::dueNanos)).containsExactly(100 * MS, 100 * MS, 107 * MS);
        assertThat(slow.steps().stream().skip(14).limit(4).map(Step::dueNanos))
                .containsExactly(100 * MS, 100 * MS, 105 * MS, 112 * MS);
        assertThat(slow.steps().get(0).dueNanos()).isEqualTo(100 * MS);
    }

    @Test
    void refusesInTheWordsAndWithTheHeadersOfTheApi() {
        Script script = script("recorded", "status=429,retry-after=2", CHAT);

        assertThat(script.steps())
                .containsExactly(
                        new Step.Head(
                                0,
                                429,
                                Headers.of(
                                        "content-type", "application/json",
                                        "retry-after", "2",
                                        "retry-after-ms", "2000",
                                        "x-ratelimit-limit-requests", "60",
                                        "x-ratelimit-limit-tokens", "150000",
                                        "x-ratelimit-remaining-requests", "0",
                                        "x-ratelimit-remaining-tokens", "149984",
                                        "x-ratelimit-reset-requests", "2s",
                                        "x-ratelimit-reset-tokens", "6ms",
                                        "x-reprise-fault", "status=429,retry-after=2"),
                                OptionalLong.of(sent(script).get(0).size())),
                        new Step.Send(
                                0,
                                Bytes.utf8(
                                        "{\"error\":{\"message\":\"Rate limit reached for llama3.2:1b on requests "
                                                + "per min (RPM): Limit 60, Used 60, Requested 1. Please try again in 2s.\","
                                                + "\"type\":\"rate_limit_error\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}")),
                        new Step.End(0));
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 2s", "500ms, 1, 500ms", "1.5s, 2, 1.5s", "90s, 90, 1m30s", "6m, 360, 6m0s", "0, 0, 0ms"})
    void saysWhenToComeBack(String wait, String seconds, String reset) {
        Headers headers =
                head(script("instant", "status=429,retry-after=" + wait, CHAT)).headers();

        assertThat(headers.first("retry-after")).contains(seconds);
        assertThat(headers.first("x-ratelimit-reset-requests")).contains(reset);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 409, 413, 418, 429, 500, 502, 503, 504, 529, 599})
    void refusesWithAnyStatusAndAnyWords(int status) {
        Script script = script("instant", "status=" + status + ",message=\"no; not, now\"", WHOLE);

        assertThat(script.status()).isEqualTo(status);
        assertThat(sent(script).get(0).toString()).contains("\"message\":\"no; not, now\"");
        assertThat(sent(script("instant", "status=" + status, WHOLE)).get(0).toString())
                .contains("\"message\":\"");
    }

    @Test
    void endsAStreamWithTheErrorOfItsFamily() {
        Script script = script("recorded", "error,after=3", CHAT);

        List<Bytes> sent = sent(script);
        assertThat(sent.subList(0, 3)).isEqualTo(CHUNKS.subList(0, 3));
        assertThat(sent).hasSize(4);
        assertThat(sent.get(3))
                .hasToString(
                        "data: {\"error\":{\"message\":\"The server had an error while processing your request. "
                                + "Sorry about that!\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_error\"}}\n\n");
        assertThat(last(script)).isEqualTo(new Step.End(21 * MS));
        assertThat(sent(script("instant", "error=99", CHAT))).hasSize(56);
        assertThat(sent(script("instant", "error,after=10b", CHAT))).hasSize(1);
    }

    @Test
    void answersWithTheErrorWhereThereIsNoStream() {
        Script script = script("instant", "error,after=3,status=503", WHOLE);

        assertThat(script.status()).isEqualTo(503);
        assertThat(sent(script).get(0).toString()).contains("currently overloaded");
    }

    @Test
    void tearsTheJsonOfOneEventApart() {
        for (int n = 0; n < 54; n++) {
            List<Bytes> sent = sent(script("instant", "malformed,after=" + n, CHAT));

            assertThat(sent).hasSize(55);
            assertThat(sent.subList(0, n)).isEqualTo(CHUNKS.subList(0, n));
            assertThat(sent.subList(n + 1, 55)).isEqualTo(CHUNKS.subList(n + 1, 55));
            assertThat(sent.get(n).toString()).endsWith("\n\n").startsWith("data: {\"id\"");
            String data = SseEvent.parse(sent.get(n)).data().orElseThrow();
            assertThatThrownBy(() -> Json.parse(data)).isInstanceOf(JsonSyntaxException.class);
        }
        assertThat(sent(script("instant", "malformed", WHOLE))).containsExactly(Bytes.utf8("{\"choices\":["));
    }

    @Test
    void tearsEventsOfAnyShape() {
        assertThat(malformed("event: x\r\ndata:{\"a\":1}\r\n\r\n")).hasToString("event: x\r\ndata:{\"a\r\n\r\n");
        assertThat(malformed("data: [DONE]\n\n")).hasToString("data: {\"choices\":[{\"del\n\n");
        assertThat(malformed(": ping\n\n")).hasToString("data: {\"choices\":[{\"del\n\n");
    }

    private static Bytes malformed(String event) {
        Exchange exchange = new Exchange(CHAT.request(), Seeds.stream(List.of(Bytes.utf8(event))));
        return sent(script("instant", "malformed", exchange)).get(0);
    }

    @Test
    void addsAndLosesEvents() {
        List<Bytes> empty = sent(script("instant", "empty,after=2", CHAT));
        List<Bytes> twice = sent(script("instant", "duplicate,after=2", CHAT));

        assertThat(empty).hasSize(56);
        assertThat(empty.get(2)).isEqualTo(Bytes.utf8("data:\n\n"));
        assertThat(empty.get(3)).isEqualTo(CHUNKS.get(2));
        assertThat(twice).hasSize(56);
        assertThat(twice.get(2)).isEqualTo(twice.get(3)).isEqualTo(CHUNKS.get(2));
        assertThat(sent(script("instant", "no-done", CHAT))).isEqualTo(CHUNKS.subList(0, 54));
    }

    @ParameterizedTest
    @MethodSource("io.reprise.core.Seeds#all")
    void sendsTheSameBytesHoweverTheyAreCut(Exchange exchange) {
        Bytes body = exchange.response().body();
        for (String fault :
                List.of("recut=1", "recut=2", "recut=7", "recut=1000", "recut=random,seed=7", "recut=random,most=3")) {
            for (String pace : List.of("instant", "recorded", "tps=50,jitter=50%")) {
                Script script = script(pace, fault, exchange);

                assertThat(Bytes.concat(sent(script))).as(fault).isEqualTo(body);
                assertThat(dues(script)).isSorted();
            }
        }
        assertThat(sent(script("instant", "recut=1", exchange))).hasSize(body.size());
        assertThat(sent(script("instant", "recut=random,seed=1", exchange)))
                .isEqualTo(sent(script("instant", "recut=random,seed=1", exchange)))
                .isNotEqualTo(sent(script("instant", "recut=random,seed=2", exchange)));
    }

    @Test
    void sendsPiecesWithAGap() {
        Script script = script("instant", "recut=1000,gap=5ms", CHAT);

        assertThat(dues(script).subList(1, 4)).containsExactly(0L, 5 * MS, 10 * MS);
        assertThat(last(script).dueNanos()).isEqualTo((sent(script).size() - 1) * 5 * MS);
    }

    @Test
    void announcesTheLengthThatAWholeAnswerWouldHaveHad() {
        int size = WHOLE.response().body().size();

        assertThat(head(script("instant", "delay=1s", WHOLE)).length()).hasValue(size);
        assertThat(head(script("instant", "cut,after=5b", WHOLE)).length()).hasValue(size);
        assertThat(head(script("instant", "cut,after=100%", WHOLE)).length()).hasValue(size + 1);
        assertThat(head(script("instant", "malformed", WHOLE)).length()).hasValue(12);
        assertThat(head(script("instant", "empty", WHOLE)).length()).hasValue(0);
        assertThat(head(script("instant", "cut,after=5", CHAT)).length()).isEmpty();
    }

    @Test
    void doesSeveralThingsToOneAnswer() {
        Script script = script("instant", " recut=5 ; delay=1s; cut,after=2;", CHAT);

        assertThat(Bytes.concat(sent(script))).isEqualTo(Bytes.concat(CHUNKS.subList(0, 2)));
        assertThat(last(script)).isEqualTo(new Step.Cut(1_000 * MS));
        assertThat(script.mark()).isEqualTo("recut=5; delay=1s; cut,after=2");
        assertThat(head(script).headers().first("x-reprise-fault")).contains(script.mark());
        assertThat(script("instant", "status=500; cut,after=5b", CHAT).status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keepsItsOrderWhateverGoesWrong(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String faults = random(random) + "; " + random(random) + "; " + random(random);
            Exchange exchange = random.nextInt(4) == 0 ? WHOLE : random.nextInt(4) == 0 ? nothing() : CHAT;
            Script script = script(random.nextBoolean() ? "recorded" : "ttft=9ms,tps=99,jitter=30%", faults, exchange);
            String as = "seed " + seed + ", " + faults;

            assertThat(dues(script)).as(as).isSorted();
            assertThat(dues(script).get(0)).as(as).isNotNegative();
            assertThat(kinds(script)).as(as).matches("(HS*)?[ECRN]");
        }
    }

    /** A letter for each step. */
    private static String kinds(Script script) {
        StringBuilder kinds = new StringBuilder();
        for (Step step : script.steps()) {
            kinds.append(
                    step instanceof Step.Hang
                            ? 'N'
                            : step.getClass().getSimpleName().charAt(0));
        }
        return kinds.toString();
    }

    private static Exchange nothing() {
        return new Exchange(
                CHAT.request(), new Response(204, Headers.NONE, StreamFormat.WHOLE, List.of(), Ending.COMPLETE));
    }

    private static String random(Random random) {
        String after = List.of(
                        "after=" + random.nextInt(60),
                        "after=" + random.nextInt(12_000) + "b",
                        "after=start",
                        "after=40%")
                .get(random.nextInt(4));
        return List.of(
                        "cut," + after,
                        "reset," + after,
                        "stall,for=9ms," + after,
                        "stall," + after,
                        "error," + after,
                        "malformed," + after,
                        "empty," + after,
                        "duplicate," + after,
                        "no-done",
                        "delay=3ms",
                        "slow-headers=30ms",
                        "recut=random,seed=" + random.nextInt() + ",gap=1us",
                        "recut=1",
                        "status=503")
                .get(random.nextInt(14));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | '' names no fault",
                "explode                  | 'explode' is not a fault",
                "status=200               | status must be a whole number from 400 to 599, not '200'",
                "status=429,retry-after=x | retry-after must be a time with its unit",
                "cut,after=-1             | '-1' is not a place in a response; write start, a number of chunks",
                "cut,after=1kb            | '1kb' is not a place in a response",
                "cut=3,after=4            | the place is given twice",
                "stall,for=2              | for must be a time with its unit, such as 300ms or 1.5s, not '2'",
                "delay=soon               | delay must be a time with its unit",
                "recut=0                  | recut must be a whole number from 1 to 1048576, not '0'",
                "recut                    | recut must be a whole number",
                "cut,before=3             | 'before' is unknown here; the names are cut, after",
                "no-done=1                | no-done takes no value",
                "cut; first=2             | is a condition; only faults can be given here",
            })
    void saysWhatIsWrongWithAFault(String text, String reason) {
        assertThatThrownBy(() -> Faults.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static Script script(String pace, String faults, Exchange exchange) {
        return script(pace, Faults.parse(faults), exchange);
    }

    private static Script script(String pace, Faults faults, Exchange exchange) {
        ParsedExchange parsed = Seeds.parsed(exchange);
        Timeline timeline = Timeline.of(parsed);
        Schedule schedule = Pace.parse(pace).schedule(timeline, Occasion.ANY);
        return faults.script(new Answer(parsed, schedule, Instant.EPOCH));
    }

    private static List<Bytes> sent(Script script) {
        List<Bytes> sent = new ArrayList<>();
        for (Step step : script.steps()) {
            if (step instanceof Step.Send send) {
                sent.add(send.bytes());
            }
        }
        return sent;
    }

    private static List<Long> dues(Script script) {
        return script.steps().stream().map(Step::dueNanos).toList();
    }

    private static Step.Head head(Script script) {
        return (Step.Head) script.steps().get(0);
    }

    private static Step last(Script script) {
        return script.steps().get(script.steps().size() - 1);
    }
}
