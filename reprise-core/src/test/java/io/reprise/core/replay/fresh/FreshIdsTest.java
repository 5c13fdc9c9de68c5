package io.reprise.core.replay.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Seeds;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.stream.StreamFormats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshIdsTest {
    private static final ApiFamily CHAT = ApiFamilies.of(Request.post("/v1/chat/completions", "{}"));
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:30.123456789Z");

    @ParameterizedTest
    @MethodSource("io.reprise.core.Seeds#all")
    void changesIdsAndTimesAndNoOtherByte(Exchange exchange) {
        Response old = exchange.response();
        Response renewed = FreshIds.of(old, Seeds.parsed(exchange).family())
                .renew(new Random(1), NOW)
                .response();
        Pattern changing = Pattern.compile("\"id\":\"([^\"]*)\"|\"created\":(\\d+)");

        assertThat(changing.matcher(renewed.body().toString()).replaceAll(""))
                .isEqualTo(changing.matcher(old.body().toString()).replaceAll(""));
        Set<String> ids = new HashSet<>();
        changing.matcher(renewed.body().toString())
                .results()
                .filter(found -> found.group(1) != null)
                .forEach(found -> ids.add(found.group(1)));
        assertThat(ids).hasSize(1);
        long first = times(old).get(0);
        assertThat(times(renewed))
                .isEqualTo(times(old).stream()
                        .map(time -> NOW.getEpochSecond() + time - first)
                        .toList());
        assertThat(old.body().toString()).doesNotContain(ids.iterator().next());
        assertThat(CHAT.saysTheSame(new ParsedResponse(old), new ParsedResponse(renewed)))
                .isTrue();
        assertThat(renewed.chunks().stream().map(Chunk::at))
                .isEqualTo(old.chunks().stream().map(Chunk::at).toList());
    }

    private static List<Long> times(Response response) {
        return Pattern.compile("\"created\":(\\d+)")
                .matcher(response.body().toString())
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void givesEachReplayOtherIds() {
        FreshIds fresh = FreshIds.of(Seeds.chat().response(), CHAT);
        Random random = new Random(1);
        Set<Bytes> firsts = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            firsts.add(fresh.renew(random, NOW).response().chunks().get(0).bytes());
        }

        assertThat(firsts).hasSize(1_000);
        assertThat(fresh.renew(new Random(2), NOW).response())
                .isEqualTo(fresh.renew(new Random(2), NOW).response());
    }

    @Test
    void keepsReferencesWithinTheResponse() {
        String text = renewed(
                "{'id':'chatcmpl-0123456789abcdefghijkl','choices':[{'delta':{'tool_calls':[{'index':0,'id':'call_abcdefghijkl123','function':{'arguments':''}}]}}]}",
                "{'id':'chatcmpl-0123456789abcdefghijkl','choices':[{'delta':{'tool_calls':[{'index':0,'id':'','function':{'arguments':'call_abcdefghijkl123 '}}]}}],'for':'call_abcdefghijkl123'}",
                "{'id':null,'created':null,'system_fingerprint':'fp_1'}",
                "[DONE]");

        Matcher call = Pattern.compile("'id':'(call_[0-9a-z]{15})'").matcher(text);
        assertThat(call.find()).isTrue();
        assertThat(text)
                .contains("'for':'" + call.group(1) + "'")
                .contains("'arguments':'call_abcdefghijkl123 '")
                .contains("'id':''")
                .contains("data: {'id':null,'created':null,'system_fingerprint':'fp_1'}")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("chatcmpl-0123456789abcdefghijkl");
        assertThat(Pattern.compile("'id':'chatcmpl-[0-9a-z]{22}'")
                        .matcher(text)
                        .results()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void keepsWhatNamesAndUrlsHaveBeforeTheirIds() {
        Response file = Response.whole(
                200,
                "application/json",
                Bytes.utf8("{\"name\":\"files/abc123def456\",\"uri\":\"https://host/v1beta/files/abc123def456\"}"));
        ApiFamily family = ApiFamilies.of(Request.post("/upload/v1beta/files", ""));

        String renewed = FreshIds.of(file, family)
                .renew(new Random(1), NOW)
                .response()
                .body()
                .toString();

        Matcher ids = Pattern.compile(
                        "\\{\"name\":\"files/([0-9a-z]{12})\",\"uri\":\"https://host/v1beta/files/([0-9a-z]{12})\"}")
                .matcher(renewed);
        assertThat(ids.matches()).as(renewed).isTrue();
        assertThat(ids.group(1)).isEqualTo(ids.group(2)).isNotEqualTo("abc123def456");
    }

    /** A download of a file is asked for at its name with a verb. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host/v1beta/files/abc123def456:download?alt=media",
                "https://host/v1beta/files/abc123def456?a=b/c&d=e:f",
                "https://host/v1beta/files/abc123def456#part/1",
                "gs://bucket/files/abc123def456",
            })
    void keepsWhatUrlsHaveBehindTheirIds(String url) {
        Response file = Response.whole(
                200, "application/json", Bytes.utf8("{\"name\":\"files/abc123def456\",\"uri\":\"" + url + "\"}"));

        FreshIds.Renewed renewed = FreshIds.of(file, ApiFamilies.of(Request.post("/upload/v1beta/files", "")))
                .renew(new Random(1), NOW);

        String id = renewed.ids().getOrDefault("abc123def456", "");
        assertThat(id).matches("[0-9a-z]{12}").isNotEqualTo("abc123def456");
        assertThat(renewed.response().body()).hasToString(file.body().toString().replace("abc123def456", id));
        assertThat(renewed.ids()).containsEntry(url, url.replace("abc123def456", id));
    }

    @Test
    void repeatsTheIdsThatTheClientSent() {
        Response file = Response.whole(
                200,
                "application/json",
                Bytes.utf8(
                        "{\"name\":\"files/abc123def456\",\"parent\":\"corpora/0123456789abcdef\",\"uri\":\"https://host/v1beta/files/abc123def456\"}"));
        FreshIds fresh = FreshIds.of(file, ApiFamilies.of(Request.get("/v1beta/files/abc123def456")));

        for (Map<String, String> known :
                List.of(Map.of("abc123def456", "mine"), Map.of("files/abc123def456", "files/mine"))) {
            FreshIds.Renewed renewed = fresh.renew(known, new Random(1), NOW);

            assertThat(renewed.response().body().toString())
                    .matches(
                            "\\{\"name\":\"files/mine\",\"parent\":\"corpora/[0-9a-f]{16}\",\"uri\":\"https://host/v1beta/files/mine\"}")
                    .doesNotContain("0123456789abcdef");
        }
    }

    @Test
    void leavesTextAloneThatHappensToBeAShortId() {
        String text = renewed("{'id':'7','choices':[{'delta':{'content':'7'}}]}");

        assertThat(text).contains("{'content':'7'}").doesNotContain("'id':'7'");
    }

    @Test
    void keepsTheSpellingOfAllElse() {
        String odd =
                "\ufeff: c\r\nevent:x\r\ndata:{ \"id\" : \"\\u0063hatcmpl-874\" ,\r\ndata:\"n\":1.0,\"t\":\"Schr\\u00f6dinger รถ\"}\r\n\r\n";
        Bytes rubbish = Bytes.copyOf(new byte[] {
            'd',
            'a',
            't',
            'a',
            ':',
            '{',
            '"',
            'x',
            '"',
            ':',
            '"',
            (byte) 0xff,
            '"',
            ',',
            '"',
            'i',
            'd',
            '"',
            ':',
            '"',
            'a',
            '"',
            '}',
            '\n',
            '\n'
        });
        Response renewed = FreshIds.of(Seeds.stream(List.of(Bytes.utf8(odd), rubbish)), CHAT)
                .renew(new Random(3), NOW)
                .response();

        assertThat(renewed.chunks().get(0).bytes().toString().replaceFirst("chatcmpl-[0-9a-zA-Z]{24}", "@"))
                .isEqualTo(odd.replace("\\u0063hatcmpl-874", "@"));
        Bytes second = renewed.chunks().get(1).bytes();
        assertThat(second.slice(0, 20)).isEqualTo(rubbish.slice(0, 20));
        assertThat(second.slice(44, 48)).isEqualTo(Bytes.utf8("\"}\n\n"));
    }

    @Test
    void movesTimesByTheSameAmount() {
        Response response = new Response(
                200,
                Headers.of("content-type", "application/x-ndjson"),
                StreamFormats.NDJSON,
                List.of(
                        Chunk.of(0, "{\"created_at\":\"2025-08-01T22:54:54.123456Z\"}\n"),
                        Chunk.of(1, "{\"created_at\":\"2025-08-01T22:54:54.623456Z\",\"total_duration\":5}\n")),
                Ending.COMPLETE);

        Response renewed = FreshIds.of(response, CHAT).renew(new Random(1), NOW).response();

        assertThat(renewed.body())
                .hasToString("{\"created_at\":\"2026-11-21T10:20:30.123456Z\"}\n"
                        + "{\"created_at\":\"2026-11-21T10:20:30.623456Z\",\"total_duration\":5}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0                                | 1795256430",
                "1716194078                       | 1795256430",
                "1716194078123                    | 1795256430123",
                "1716194078123456                 | 1795256430123456",
                "1716194078.5                     | 1795256430.1",
                "\"2025-08-01T22:54:54Z\"             | \"2026-11-21T10:20:30Z\"",
                "\"1970-01-01T00:00:00.000000Z\"      | \"2026-11-21T10:20:30.123456Z\"",
                "\"2025-08-01T22:54:54.1+02:00\"      | \"2026-11-21T12:20:30.1+02:00\"",
                "\"2025-08-01 22:54:54\"              | \"2026-11-21 10:20:30\"",
                "\"2025-08-01T22:54:54.123456789Z\"   | \"2026-11-21T10:20:30.123456789Z\"",
            })
    void spellsANewTimeAsTheOldOne(String old, String renewed) {
        SpelledTime moment = SpelledTime.parse(Json.parse(old)).orElseThrow();

        assertThat(moment.later(Duration.between(moment.instant(), NOW))).isEqualTo(renewed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1e400",
                "\"yesterday\"",
                "\"2025-13-01T22:54:54Z\"",
                "\"2025-08-01T22:54:54+99:00\"",
                "\"\""
            })
    void leavesWhatIsNoTime(String text) {
        assertThat(SpelledTime.parse(Json.parse(text))).isEmpty();
    }

    @Test
    void renewsTheIdOfTheRequestInTheHeaders() {
        Response response = new Response(
                200,
                Headers.of("x-request-id", "req_0123456789abcdef", "content-type", "application/json"),
                StreamFormat.WHOLE,
                List.of(Chunk.of(0, "{}")),
                Ending.COMPLETE);

        Headers headers =
                FreshIds.of(response, CHAT).renew(new Random(1), NOW).response().headers();

        assertThat(headers.first("x-request-id").orElseThrow())
                .matches("req_[0-9a-f]{16}")
                .isNotEqualTo("req_0123456789abcdef");
        assertThat(headers.first("content-type")).contains("application/json");
    }

    @Test
    void leavesListsOfModelsAndUnknownApisAlone() {
        Response models = Response.whole(
                200, "application/json", Bytes.utf8("{\"data\":[{\"id\":\"llama3.2:1b\",\"created\":5}]}"));

        assertThat(FreshIds.of(models, ApiFamilies.of(Request.get("/v1/models")))
                        .renew(new Random(1), NOW)
                        .response())
                .isEqualTo(models);
        assertThat(FreshIds.of(models, ApiFamilies.of(Request.get("/other")))
                        .renew(new Random(1), NOW)
                        .response())
                .isEqualTo(models);
    }

    /** Other requests carry it, and it says what was asked for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/models/gpt-4o-mini-2024-07-18 | {'id':'gpt-4o-mini-2024-07-18','object':'model','owned_by':'system'}",
                "/v1/models/claude-sonnet-4-5      | {'type':'model','id':'claude-sonnet-4-5','display_name':'Claude'}",
                "/v1beta/models/gemini-2.5-flash   | {'name':'models/gemini-2.5-flash','version':'001','displayName':'Flash'}",
                "/v1beta1/models/gemini-2.5-flash  | {'name':'models/gemini-2.5-flash','version':'001'}",
            })
    void leavesTheNameOfAModelAlone(String path, String body) {
        Response model = Response.whole(200, "application/json", Bytes.utf8(body.replace('\'', '"')));

        assertThat(FreshIds.of(model, ApiFamilies.of(Request.get(path)))
                        .renew(new Random(1), NOW)
                        .response())
                .isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/models/llama                          | {'id':'llama','permission':[{'id':'modelperm-0123456789abcdef'}]}",
                "/v1beta/models/veo-3/operations/abcdef123 | {'name':'models/veo-3/operations/abcdef123'}",
            })
    void renewsOtherIdsInAnswersAboutAModel(String path, String body) {
        Response model = Response.whole(200, "application/json", Bytes.utf8(body.replace('\'', '"')));

        String renewed = FreshIds.of(model, ApiFamilies.of(Request.get(path)))
                .renew(new Random(1), NOW)
                .response()
                .body()
                .toString();

        assertThat(renewed)
                .containsAnyOf("{\"id\":\"llama\"", "{\"name\":\"models/veo-3/operations/")
                .doesNotContain("0123456789abcdef", "abcdef123");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void survivesRubbish(long seed) {
        Random random = new Random(seed);
        List<Bytes> frames = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            frames.add(Bytes.owning(bytes));
            frames.add(Bytes.utf8("data: {\"id\":\"" + "a\\\"\\\\\u00e9".repeat(random.nextInt(3)) + "\",\"created\":"
                    + random.nextLong() + "}\n\n"));
        }
        Response renewed =
                FreshIds.of(Seeds.stream(frames), CHAT).renew(random, NOW).response();

        assertThat(renewed.chunks()).as("seed " + seed).hasSize(600);
        for (int i = 0; i < 600; i += 2) {
            assertThat(renewed.chunks().get(i).bytes()).isEqualTo(frames.get(i));
        }
    }

    private static String renewed(String... payloads) {
        List<Bytes> frames = Arrays.stream(payloads)
                .map(payload -> Bytes.utf8("data: " + payload.replace('\'', '"') + "\n\n"))
                .toList();
        return FreshIds.of(Seeds.stream(frames), CHAT)
                .renew(new Random(7), NOW)
                .response()
                .body()
                .toString()
                .replace('"', '\'');
    }
}
