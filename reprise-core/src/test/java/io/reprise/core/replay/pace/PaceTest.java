package io.reprise.core.replay.pace;

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
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long MS = 1_000_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instant                                    | instant",
                " Instant                                   | instant",
                "flushed                                    | flushed",
                "recorded                                   | recorded",
                "x1                                         | recorded",
                "x2                                         | x2",
                "X0.50                                      | x0.5",
                "x1000                                      | x1000",
                "ttft=300ms                                 | ttft=300ms",
                "tps=50                                     | ttft=0ms,tps=50",
                "ttft=0.3s, tps=33.5 , jitter=10% seed=7    | ttft=300ms,tps=33.5,jitter=0.1,seed=7",
                "TTFT=1m,jitter=0.25,seed=-1,prefill=0.1ms  | ttft=60000ms,jitter=0.25,seed=-1,prefill=100us",
                "ttft=1ms,load=1.5                          | ttft=1ms,load=1.5",
                "prefill=5ns,load=2,streams=64              | ttft=0ms,prefill=5ns,load=2,streams=64",
            })
    void readsWhatItWrites(String text, String canonical) {
        Pace pace = Pace.parse(text);

        assertThat(pace).hasToString(canonical);
        assertThat(Pace.parse(pace.toString())).isEqualTo(pace);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                      | '' is not a pace",
                "fast                    | 'fast' is not a pace",
                "2x                      | '2x' is not a pace",
                "x0                      | a factor is more than 0",
                "x-1                     | a factor is more than 0",
                "x                       | a factor is more than 0",
                "xfast                   | a factor is more than 0",
                "ttft=300                | ttft must be a time with its unit, such as 300ms or 1.5s, not '300'",
                "ttft=-1ms               | ttft must be a time with its unit",
                "ttft=1e3ms              | ttft must be a time with its unit",
                "ttft=25h                | ttft must be at most one day",
                "tps=0                   | tps must be a number of at least 0.000001, not '0'",
                "tps=fast                | tps must be a number",
                "tps=                    | tps must be a number",
                "jitter=10%              | a model needs one of ttft, tps and prefill",
                "tps=1,jitter=101%       | jitter must be from 0% to 100%",
                "tps=1,jitter=ten        | jitter must be from 0% to 100%",
                "tps=1,seed=x            | seed must be a whole number",
                "tps=1,load=0.5          | load must be a number of at least 1",
                "tps=1,streams=4         | streams needs load",
                "tps=1,tps=2             | 'tps' occurs twice",
                "tps=1,speed=2           | 'speed' is unknown here; the names are ttft, prefill, tps, jitter, seed, load, streams",
                "tps=1,=2                | '=2' is not name=value",
            })
    void saysWhatIsWrongAndHowAPaceIsWritten(String text, String reason) {
        assertThatThrownBy(() -> Pace.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("A pace is instant, flushed, recorded, x2");
    }

    @Test
    void isInstantByNotWaitingAtAll() {
        assertThat(due("instant", Seeds.chat())).containsOnly(0).hasSize(55);
        assertThat(Pace.parse("instant").isInstant()).isTrue();
    }

    @Test
    void isFlushedByNotWaitingAndNotJoiningEither() {
        Schedule schedule = Pace.parse("Flushed").schedule(timeline(Seeds.chat()), Occasion.ANY);

        assertThat(schedule.toArray()).containsOnly(0).hasSize(55);
        assertThat(schedule.dueAt(99 * MS, 0)).isEqualTo(1);
        assertThat(schedule.dueAt(99 * MS, 54)).isEqualTo(55);
        assertThat(schedule.dueAt(99 * MS, 55)).isEqualTo(55);
    }

    @Test
    void followsTheRecordedTimes() {
        assertThat(due("recorded", Seeds.chat()))
                .isEqualTo(LongStream.range(0, 55).map(i -> i * 7 * MS).toArray());
        assertThat(due("x2", Seeds.chat()))
                .isEqualTo(LongStream.range(0, 55).map(i -> i * 7 * MS / 2).toArray());
        assertThat(due("x0.5", Seeds.chat()))
                .isEqualTo(LongStream.range(0, 55).map(i -> i * 14 * MS).toArray());
    }

    @Test
    void sendsAWholeAnswerWithItsHeadWhenItsBodyHadArrived() {
        Exchange exchange = whole(412, "{}");

        Schedule schedule = Pace.parse("recorded").schedule(timeline(exchange), Occasion.ANY);

        assertThat(schedule.headNanos()).isEqualTo(412 * MS);
        assertThat(schedule.toArray()).containsExactly(412 * MS);
    }

    @Test
    void neverGoesBackInTimeWhereARecordingDoes() {
        assertThat(due("recorded", stream(5, 3, 9, 0))).containsExactly(5 * MS, 5 * MS, 9 * MS, 9 * MS);
        assertThat(due("x0.000000001", stream(Long.MAX_VALUE, 1))).containsOnly(320_000_000_000_000_000L);
    }

    @Test
    void modelsOneTokenPerChunkWithText() {
        long[] due = due("ttft=300ms,tps=50", Seeds.chat());

        for (int i = 0; i < 53; i++) {
            assertThat(due[i]).as("chunk " + i).isEqualTo((300 + 20 * i) * MS);
        }
        assertThat(Arrays.copyOfRange(due, 53, 55)).containsOnly(due[52]);
    }

    @Test
    void modelsChunksBeforeTheFirstTokenAsDueWithIt() {
        Exchange exchange = answered(
                "{'choices':[{'delta':{'role':'assistant','content':''}}]}",
                "{'choices':[{'delta':{'content':'a'}}]}",
                "{'choices':[{'delta':{'content':'b'}}]}",
                "{'choices':[],'usage':{'prompt_tokens':5,'completion_tokens':2}}",
                "[DONE]");

        assertThat(due("ttft=100ms,tps=10", exchange))
                .containsExactly(100 * MS, 100 * MS, 200 * MS, 200 * MS, 200 * MS);
    }

    @Test
    void modelsChunksOfManyTokensByTheLengthOfTheirText() {
        Exchange exchange = answered(
                "{'choices':[{'delta':{'content':'" + "word".repeat(10) + "'}}]}",
                "{'choices':[{'delta':{'content':'" + "word".repeat(5) + "'}}]}",
                "{'choices':[{'delta':{'content':'!'}}],'usage':{'prompt_tokens':5,'completion_tokens':16}}");

        assertThat(due("tps=1000", exchange)).containsExactly(9 * MS, 14 * MS, 15 * MS);
    }

    @Test
    void modelsThePromptByItsRecordedTokensElseByItsLength() {
        assertThat(due("ttft=10ms,prefill=1ms", Seeds.chat())[0]).isEqualTo((10 + 29) * MS);
        Exchange unknown = answered("{'choices':[{'delta':{'content':'a'}}]}");
        assertThat(due("ttft=10ms,prefill=1ms", unknown)[0]).isEqualTo((10 + 3) * MS);
    }

    @Test
    void modelsAWholeAnswerAsTheTimeThatAllItsTokensTake() {
        String usage = "{'choices':[{'message':{'content':'x'}}],'usage':{'prompt_tokens':10,'completion_tokens':101}}";
        String text = "{'choices':[{'message':{'content':'" + "word".repeat(11) + "'}}]}";
        String embedding = "{'data':[{'embedding':[0.1]}],'usage':{'prompt_tokens':10}}";

        assertThat(due("ttft=100ms,tps=100,prefill=1ms", whole(3, usage))).containsExactly(1_110 * MS);
        assertThat(due("tps=100", whole(3, text))).containsExactly(100 * MS);
        assertThat(due("ttft=100ms,tps=100", whole(3, embedding))).containsExactly(100 * MS);
    }

    @Test
    void modelsNoTimeForWhatNoModelGenerated() {
        Exchange models = new Exchange(
                Request.get("/v1/models"), Response.whole(200, "application/json", Bytes.utf8("{\"data\":[]}")));
        Exchange refused = new Exchange(
                Request.post("/v1/chat/completions", "{}"),
                Response.whole(400, "application/json", Bytes.utf8("{\"error\":{}}")));

        assertThat(due("ttft=1s", models)).containsExactly(0);
        assertThat(due("ttft=1s", refused)).containsExactly(0);
    }

    @Test
    void takesLongerUnderLoad() {
        assertThat(due("ttft=300ms,tps=50,load=1.5", Seeds.chat())[1]).isEqualTo(480 * MS);

        Pace shared = Pace.parse("ttft=100ms,load=3,streams=5");
        assertThat(LongStream.of(0, 1, 2, 3, 5, 6)
                        .map(running -> shared.schedule(timeline(Seeds.chat()), new Occasion(0, (int) running))
                                .dueNanos(0)))
                .containsExactly(100 * MS, 100 * MS, 150 * MS, 200 * MS, 300 * MS, 300 * MS);
        assertThat(shared.isSameEachTime()).isFalse();
    }

    @Test
    void variesWithTheSeedAndTheReplayAndWithNothingElse() {
        Timeline timeline = timeline(Seeds.chat());
        Schedule first = Pace.parse("tps=50,jitter=10%,seed=7").schedule(timeline, new Occasion(1, 1));

        assertThat(Pace.parse("tps=50,jitter=10%,seed=7").schedule(timeline(Seeds.chat()), new Occasion(1, 99)))
                .isEqualTo(first);
        assertThat(Pace.parse("tps=50,jitter=10%,seed=8").schedule(timeline, new Occasion(1, 1)))
                .isNotEqualTo(first);
        assertThat(Pace.parse("tps=50,jitter=10%,seed=7").schedule(timeline, new Occasion(2, 1)))
                .isNotEqualTo(first);
        assertThat(first.dueNanos(2)).as("the same on every Java version").isEqualTo(42_894_485);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ttft=200ms,tps=100,jitter=10%",
                "ttft=200ms,tps=100,jitter=30%",
                "ttft=200ms,tps=100,jitter=100%"
            })
    void variesAroundTheTimesItWasGiven(String text) {
        Timeline timeline = timeline(Seeds.chat());
        int replays = 4_000;
        double firsts = 0;
        double gaps = 0;
        for (int replay = 0; replay < replays; replay++) {
            Schedule schedule = Pace.parse(text).schedule(timeline, new Occasion(replay, 1));
            firsts += schedule.dueNanos(0);
            gaps += (schedule.dueNanos(52) - schedule.dueNanos(0)) / 52.0;
        }

        assertThat(firsts / replays).isBetween(195.0 * MS, 205.0 * MS);
        assertThat(gaps / replays).isBetween(9.95 * MS, 10.05 * MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverDecreasesAndIsNeverNegativeWhateverThePace(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String pace = any(
                    random, "recorded", "x" + (1 + random.nextInt(9)), "x0." + (1 + random.nextInt(9)), model(random));
            for (Exchange exchange :
                    List.of(Seeds.chat(), stream(random.longs(9, 0, 500).toArray()))) {
                Schedule schedule = Pace.parse(pace)
                        .schedule(timeline(exchange), new Occasion(random.nextLong(), random.nextInt(99)));

                assertThat(schedule.toArray()).as("seed %d, %s", seed, pace).isSorted();
                assertThat(schedule.dueNanos(0)).as("seed %d, %s", seed, pace).isNotNegative();
                assertThat(schedule.headNanos()).isBetween(0L, schedule.dueNanos(0));
                assertThat(schedule.chunks())
                        .isEqualTo(exchange.response().chunks().size());
            }
        }
    }

    private static String model(Random random) {
        return "ttft=" + random.nextInt(999) + "ms,tps=" + (1 + random.nextInt(500)) + ",jitter=" + random.nextInt(101)
                + "%,seed=" + random.nextLong() + ",load=" + (1 + random.nextInt(3)) + any(random, "", ",streams=9");
    }

    private static String any(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Test
    void tellsWhichChunksAreDue() {
        Schedule schedule = Pace.parse("recorded").schedule(timeline(stream(0, 5, 5, 9)), Occasion.ANY);

        assertThat(schedule.dueAt(0, 0)).isEqualTo(1);
        assertThat(schedule.dueAt(5 * MS - 1, 1)).isEqualTo(1);
        assertThat(schedule.dueAt(5 * MS, 1)).isEqualTo(3);
        assertThat(schedule.dueAt(99 * MS, 1)).isEqualTo(4);
    }

    private static long[] due(String pace, Exchange exchange) {
        return Pace.parse(pace).schedule(timeline(exchange), Occasion.ANY).toArray();
    }

    private static Timeline timeline(Exchange exchange) {
        return Timeline.of(Seeds.parsed(exchange));
    }

    private static Exchange stream(long... at) {
        List<Chunk> chunks = new ArrayList<>();
        for (long time : at) {
            chunks.add(Chunk.of(time, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"));
        }
        Response response = new Response(200, Headers.NONE, StreamFormats.SSE, chunks, Ending.COMPLETE);
        return new Exchange(Request.post("/v1/chat/completions", "{}"), response);
    }

    private static Exchange answered(String... payloads) {
        List<Bytes> frames = Arrays.stream(payloads)
                .map(payload -> Bytes.utf8("data: " + payload.replace('\'', '"') + "\n\n"))
                .toList();
        Request request = Request.post(
                "/v1/chat/completions",
                "{\"model\":\"abcd\",\"messages\":[{\"content\":\"12345678\",\"image\":\"data:image/png;base64,AAAA\"}],\"n\":1}");
        return new Exchange(request, Seeds.stream(frames));
    }

    private static Exchange whole(long at, String body) {
        Response response = new Response(
                200,
                Headers.of("content-type", "application/json"),
                StreamFormat.WHOLE,
                List.of(Chunk.of(at, body.replace('\'', '"'))),
                Ending.COMPLETE);
        return new Exchange(Request.post("/v1/chat/completions", "{}"), response);
    }
}
