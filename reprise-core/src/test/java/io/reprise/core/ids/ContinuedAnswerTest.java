package io.reprise.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuedAnswerTest {
    private static final ApiFamily CHAT = ApiFamilies.of(Request.post("/v1/chat/completions", "{}"));
    private static final ApiFamily MESSAGES = ApiFamilies.of(Request.post("/v1/messages", "{}"));

    @Test
    void theChunksThatSayTheSameAreThoseOfBefore() {
        Response before = stream(
                10, chat("chatcmpl-old", 5, "one"), chat("chatcmpl-old", 5, "two"), chat("chatcmpl-old", 6, "end"));
        Response now =
                stream(7, chat("chatcmpl-new", 8, "one"), chat("chatcmpl-new", 8, "2"), chat("chatcmpl-new", 9, "end"));

        ContinuedAnswer continued = continued(CHAT, before, now);

        assertThat(continued.response())
                .isEqualTo(stream(
                        10,
                        chat("chatcmpl-old", 5, "one"),
                        chat("chatcmpl-old", 5, "2"),
                        chat("chatcmpl-old", 6, "end")));
        assertThat(continued.pairs(false)).containsExactly(new IdPair("chatcmpl-new", "chatcmpl-old"));
    }

    /** Later requests name it, and would be asked and kept with the other name. */
    @Test
    void theNameOfAModelStandsForNoOther() {
        ApiFamily model = ApiFamilies.of(Request.get("/v1/models/gpt-4o"));
        Response now = whole("{\"id\":\"gpt-4o-2024-08-06\",\"object\":\"model\"}");

        ContinuedAnswer continued = continued(model, whole("{\"id\":\"gpt-4o-old\",\"object\":\"model\"}"), now);

        assertThat(continued.response().body()).isEqualTo(now.body());
        assertThat(continued.pairs(false)).isEmpty();
    }

    @Test
    void moreChunksHaveTheIdsOfThoseBeforeThem() {
        Response before = stream(10, chat("chatcmpl-old", 5, "one"), chat("chatcmpl-old", 5, "end"));
        Response now = stream(
                7, chat("chatcmpl-new", 8, "one"), chat("chatcmpl-new", 8, "two"), chat("chatcmpl-new", 8, "end"));

        Response continued = continued(CHAT, before, now).response();

        assertThat(continued.body().toString())
                .doesNotContain("chatcmpl-new")
                .contains("two")
                .doesNotContain("8");
        assertThat(continued.chunks()).extracting(Chunk::at).containsExactly(10L, 10L, 20L);
    }

    @Test
    void aWholeAnswerKeepsIdsAndTimesWhereWordsChange() {
        Response before = whole(
                "{\"id\":\"chatcmpl-old\",\"created\":5,\"choices\":[{\"message\":{\"content\":\"a\",\"tool_calls\":["
                        + "{\"id\":\"call_old1\",\"function\":{\"name\":\"f\"}}]}}],\"system_fingerprint\":\"fp_1\"}");
        Response now = whole(
                "{\"id\":\"chatcmpl-new\",\"created\":8,\"choices\":[{\"message\":{\"content\":\"b\",\"tool_calls\":["
                        + "{\"id\":\"call_new1\",\"function\":{\"name\":\"f\"}},{\"id\":\"call_new2\",\"function\":{\"name\":\"g\"}}]}}],"
                        + "\"system_fingerprint\":\"fp_2\"}");

        ContinuedAnswer continued = continued(CHAT, before, now);

        assertThat(continued.response().body().toString())
                .isEqualTo(
                        "{\"id\":\"chatcmpl-old\",\"created\":5,\"choices\":[{\"message\":{\"content\":\"b\",\"tool_calls\":["
                                + "{\"id\":\"call_old1\",\"function\":{\"name\":\"f\"}},{\"id\":\"call_new2\",\"function\":{\"name\":\"g\"}}]}}],"
                                + "\"system_fingerprint\":\"fp_1\"}");
        assertThat(continued.pairs(false))
                .containsExactly(new IdPair("chatcmpl-new", "chatcmpl-old"), new IdPair("call_new1", "call_old1"));
    }

    @Test
    void idsOfAnotherKindAreNoPair() {
        Response before = whole("{\"id\":\"chatcmpl-old\",\"choices\":[{\"message\":{\"content\":\"a\"}}]}");
        Response now = whole("{\"id\":\"resp_new1\",\"choices\":[{\"message\":{\"content\":\"b\"}}]}");

        assertThat(continued(CHAT, before, now).pairs(false)).isEmpty();
    }

    @Test
    void twoIdsNeverBecomeOne() {
        Response before = whole(
                "{\"id\":\"id-same-1\",\"choices\":[{\"a\":1,\"message\":{\"tool_calls\":[{\"id\":\"id-same-1\"}]}}]}");
        Response now = whole(
                "{\"id\":\"id-new-1\",\"choices\":[{\"a\":2,\"message\":{\"tool_calls\":[{\"id\":\"id-new-2\"}]}}]}");

        assertThat(continued(CHAT, before, now).response().body().toString())
                .contains("\"id\":\"id-same-1\"", "\"id\":\"id-new-2\"");
    }

    @Test
    void whereAllIsTheSameSeveralIdsMayStandForOne() {
        Response before =
                whole("{\"id\":\"id-same-1\",\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"id-same-1\"}]}}]}");
        Response now =
                whole("{\"id\":\"id-new-1\",\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"id-new-2\"}]}}]}");

        assertThat(continued(CHAT, before, now).pairs(true))
                .containsExactly(new IdPair("id-new-1", "id-same-1"), new IdPair("id-new-2", "id-same-1"));
    }

    @Test
    void stateStaysWithTheWordsThatItBelongsTo() {
        Response before = message("thought", "SignatureOfOld1", "answer");

        Response otherAnswer = continued(MESSAGES, before, message("thought", "SignatureOfNew22", "other"))
                .response();
        Response otherThought = continued(MESSAGES, before, message("idea", "SignatureOfNew22", "answer"))
                .response();

        assertThat(otherAnswer.body().toString()).contains("SignatureOfOld1").contains("other");
        assertThat(otherThought.body().toString()).contains("SignatureOfNew22").contains("idea");
    }

    @Test
    void inAStreamStateStaysIfAllBeforeItSaysTheSame() {
        Response before = stream(1, thought("hm"), signature("SignatureOfOld1"), text("a"));

        Response otherText = continued(
                        MESSAGES, before, stream(1, thought("hm"), signature("SignatureOfNew22"), text("b")))
                .response();
        Response otherThought = continued(
                        MESSAGES, before, stream(1, thought("ah"), signature("SignatureOfNew22"), text("a")))
                .response();

        assertThat(otherText.body().toString()).contains("SignatureOfOld1");
        assertThat(otherThought.body().toString()).contains("SignatureOfNew22");
    }

    @Test
    void aValueThatStandsForARecordedOneAlreadyKeepsItsMeaning() {
        HandedOutIds ids = new HandedOutIds();
        ids.remember(TestId.NONE, "resp_new1", "resp_old1");
        Response first = whole("{\"id\":\"resp_new2\",\"previous_response_id\":\"resp_new1\"}");

        Response translated = ContinuedAnswer.translated(first, CHAT, ids.of(TestId.NONE));

        assertThat(translated.body().toString())
                .isEqualTo("{\"id\":\"resp_new2\",\"previous_response_id\":\"resp_old1\"}");
    }

    @Test
    void headersOfTheBodyAreTheNewOnes() {
        Response before = with(whole("{\"a\":1}"), "x-request-id", "1", "content-type", "a/b", "etag", "x");
        Response now = with(whole("{\"a\":2}"), "content-type", "c/d", "x-request-id", "2", "digest", "y");

        assertThat(continued(CHAT, before, now).response().headers())
                .isEqualTo(Headers.of("x-request-id", "1", "content-type", "c/d", "digest", "y"));
    }

    @Test
    void aPartOfAFileIsDescribedByTheHeadersThatCameWithIt() {
        Response before = part(
                "aaaa",
                "content-range",
                "bytes 0-3/100",
                "content-disposition",
                "attachment; filename=a",
                "x-request-id",
                "req-old");
        Response now = part(
                "bbbb",
                "x-request-id",
                "req-new",
                "content-range",
                "bytes 0-3/999",
                "content-disposition",
                "attachment; filename=b",
                "last-modified",
                "x");

        assertThat(continued(CHAT, before, now).response())
                .isEqualTo(part(
                        "bbbb",
                        "content-range",
                        "bytes 0-3/999",
                        "content-disposition",
                        "attachment; filename=b",
                        "x-request-id",
                        "req-old",
                        "last-modified",
                        "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-range",
                "content-disposition",
                "content-language",
                "content-location",
                "last-modified",
                "retry-after",
                "retry-after-ms",
                "etag",
                "vary",
                "openai-model",
                "x-total-count",
                "x-next-cursor",
                "x-amz-meta-creation-time",
                "x-audio-duration-ms",
                "x-file-id"
            })
    void aHeaderThatMayBeAboutTheContentComesGoesAndChangesWithIt(String name) {
        Response with = with(whole("{\"a\":1}"), name, "1", name, "2");
        Response other = with(whole("{\"a\":2}"), name, "3");
        Response without = with(whole("{\"a\":3}"), "server", "s");

        assertThat(continued(CHAT, with, other).response()).isEqualTo(other);
        assertThat(continued(CHAT, other, with).response()).isEqualTo(with);
        assertThat(continued(CHAT, with, without).response()).isEqualTo(without);
        assertThat(continued(CHAT, without, with).response()).isEqualTo(with);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-request-id",
                "apim-request-id",
                "x-amzn-requestid",
                "cf-ray",
                "traceparent",
                "x-cloud-trace-context",
                "mistral-correlation-id",
                "openai-processing-ms",
                "x-amzn-bedrock-invocation-latency",
                "x-envoy-upstream-service-time",
                "server-timing",
                "anthropic-ratelimit-tokens-remaining",
                "x-ratelimit-reset-tokens",
                "expires",
                "set-cookie",
                "x-cache-hits"
            })
    void aHeaderThatIsAboutTheTransferStaysAsItWas(String name) {
        Response before = with(whole("{\"a\":1}"), name, "1", name, "2");
        Response now = with(whole("{\"a\":2}"), name, "3", "server", "s");

        assertThat(continued(CHAT, before, now).response().headers())
                .isEqualTo(Headers.of(name, "1", name, "2", "server", "s"));
        assertThat(continued(CHAT, now, before).response().headers()).isEqualTo(Headers.of(name, "3"));
    }

    @Test
    void theHeadersOfARefusalAreAllNewSinceTheySayWhenToAskAgain() {
        Response before = refusal("{\"error\":\"wait 1 s\"}", "x-ratelimit-reset-tokens", "1s");
        Response now = refusal("{\"error\":\"wait 9 s\"}", "x-ratelimit-reset-tokens", "9s");

        assertThat(continued(CHAT, before, now).response()).isEqualTo(now);
    }

    @Test
    void anIdOfTheBodyIsTheSameInAHeader() {
        assertThat(headerWithTheId("gen-old12345", "gen-new12345")).isEqualTo("gen-old12345");
        assertThat(headerWithTheId("1", "2")).as("equal by chance").isEqualTo("2");
    }

    private static String headerWithTheId(String earlier, String later) {
        String json = "{\"id\":\"%s\",\"choices\":[{\"message\":{\"content\":\"%s\"}}]}";
        Response before = with(whole(json.formatted(earlier, "a")), "x-generation", earlier);
        Response now = with(whole(json.formatted(later, "b")), "x-generation", later);
        return continued(CHAT, before, now)
                .response()
                .headers()
                .first("x-generation")
                .orElseThrow();
    }

    @Test
    void aLinkThatDiffersInItsIdIsThatOfBeforeWithTheOtherPartsOfItsHeader() {
        Response before = with(
                whole("{\"a\":1}"),
                "x-reprise-upstream",
                "https://one.test",
                "link",
                "<https://one.test/v1/files?after=file-old1>; rel=next; title=a");
        Response now = with(
                whole("{\"a\":2}"),
                "link",
                "<https://two.test/v1/files?after=file-new1>; rel=next; title=b",
                "x-reprise-upstream",
                "https://two.test");

        assertThat(continued(CHAT, before, now).response().headers())
                .isEqualTo(Headers.of(
                        "x-reprise-upstream",
                        "https://one.test",
                        "link",
                        "<https://one.test/v1/files?after=file-old1>; rel=next; title=b"));
    }

    @Test
    void urlsThatDifferInIdsOnlyAreThoseOfBefore() {
        Response before = whole(
                "{\"id\":\"job-old123\",\"next\":\"https://host/jobs/job-old123?a=1\",\"other\":\"https://host/1\"}");
        Response now = whole(
                "{\"id\":\"job-new123\",\"next\":\"https://host/jobs/job-new123?a=1\",\"other\":\"https://host/2\"}");

        ContinuedAnswer continued = continued(CHAT, before, now);

        assertThat(continued.response().body().toString())
                .isEqualTo(
                        "{\"id\":\"job-old123\",\"next\":\"https://host/jobs/job-old123?a=1\",\"other\":\"https://host/2\"}");
        assertThat(continued.pairs(false))
                .contains(new IdPair("https://host/jobs/job-new123?a=1", "https://host/jobs/job-old123?a=1"));
    }

    @Test
    void aPingIsNoWord() {
        Response one = stream(1, text("a"), "event: ping\ndata: {\"type\": \"ping\"}", text("b"));
        Response other = stream(1, text("a"), text("b"), ": comment");

        assertThat(MESSAGES.saysTheSame(new ParsedResponse(one), new ParsedResponse(other)))
                .isTrue();
        assertThat(MESSAGES.saysTheSame(new ParsedResponse(one), new ParsedResponse(stream(1, text("ab")))))
                .as("the same words in other chunks")
                .isFalse();
    }

    private static ContinuedAnswer continued(ApiFamily family, Response before, Response now) {
        return ContinuedAnswer.of(family, before, now, IdTranslation.NONE);
    }

    private static String chat(String id, int created, String text) {
        return "data: {\"id\":\"" + id + "\",\"created\":" + created + ",\"choices\":[{\"delta\":{\"content\":\"" + text
                + "\"}}]}";
    }

    private static String thought(String text) {
        return "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"" + text
                + "\"}}";
    }

    private static String signature(String text) {
        return "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"" + text
                + "\"}}";
    }

    private static String text(String text) {
        return "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}";
    }

    private static Response message(String thought, String signature, String text) {
        return whole("{\"id\":\"msg_1\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"" + thought
                + "\",\"signature\":\"" + signature + "\"},{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }

    private static Response stream(long gap, String... events) {
        List<Chunk> chunks = new ArrayList<>();
        for (String event : events) {
            chunks.add(Chunk.of(gap * (chunks.size() + 1), event + "\n\n"));
        }
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    private static Response part(String body, String... headers) {
        return new Response(
                206, Headers.of(headers), whole(body).format(), List.of(Chunk.of(0, body)), Ending.COMPLETE);
    }

    private static Response refusal(String body, String... headers) {
        Response response = with(whole(body), headers);
        return new Response(429, response.headers(), response.format(), response.chunks(), response.ending());
    }

    private static Response whole(String json) {
        return Response.whole(200, "application/json", Bytes.utf8(json));
    }

    private static Response with(Response response, String... headers) {
        return new Response(
                response.status(), Headers.of(headers), response.format(), response.chunks(), response.ending());
    }
}
