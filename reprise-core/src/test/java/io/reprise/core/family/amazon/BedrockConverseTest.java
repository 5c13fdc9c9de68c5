package io.reprise.core.family.amazon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.conversation.MessagePart.Reasoning;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.MessagePart.ToolResult;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.difference.Differences;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockConverseTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'system':[{'text':'be brief'}],'messages':[{'role':'user','content':[{'text':'name two colours'}]}]}";
    private static final String[] FRAMES = {
        "messageStart {'role':'assistant','p':'abc'}",
        "contentBlockDelta {'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'Two? '}},'p':'a'}",
        "contentBlockDelta {'contentBlockIndex':0,'delta':{'reasoningContent':{'signature':'EqoB'}},'p':'a'}",
        "contentBlockDelta {'contentBlockIndex':1,'delta':{'text':'Red'},'p':'abcd'}",
        "contentBlockDelta {'contentBlockIndex':1,'delta':{'text':'.'},'p':'abcde'}",
        "contentBlockStop {'contentBlockIndex':1,'p':'ab'}",
        "contentBlockStart {'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'tooluse_1','name':'paint'}},'p':'a'}",
        "contentBlockDelta {'contentBlockIndex':2,'delta':{'toolUse':{'input':'7'}},'p':'a'}",
        "messageStop {'stopReason':'tool_use','p':'abc'}",
        "metadata {'metrics':{'latencyMs':17},'usage':{'inputTokens':9,'outputTokens':4,'totalTokens':13},'p':'a'}"
    };

    @Override
    protected ApiFamily family() {
        return BedrockConverse.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/model/us.amazon.nova-x-v1%3A0/converse-stream", ASKED),
                        "us.amazon.nova-x-v1:0",
                        "name two colours",
                        Frames.of(FRAMES),
                        said("Two? Red.paint7", 9, 4)),
                new Example(
                        post(
                                "/model/arn:aws:bedrock:us-east-1:1:inference-profile/us.x/converse",
                                "{'messages':[{'role':'user','content':[{'text':'hi'}]},{'role':'assistant','content':[{'toolUse':{'toolUseId':'t','name':'f','input':{}}}]},{'role':'user','content':[{'toolResult':{'toolUseId':'t','content':[{'text':'done'}]}}]}]}"),
                        "arn:aws:bedrock:us-east-1:1:inference-profile/us.x",
                        "hi",
                        whole(
                                "{'output':{'message':{'role':'assistant','content':[{'text':'Hello.'},{'toolUse':{'toolUseId':'tooluse_2','name':'f','input':{'id':'kept'}}}]}},'stopReason':'tool_use','metrics':{'latencyMs':3},'usage':{'inputTokens':3,'outputTokens':2,'cacheReadInputTokens':4}}"),
                        said("Hello.fkept", 7, 2)));
    }

    @Test
    void countsTokensWrittenForAnHour() {
        Response answer = whole(
                "{'output':{'message':{'role':'assistant','content':[]}},'usage':{'inputTokens':3,'outputTokens':4,'cacheReadInputTokens':20,'cacheWriteInputTokens':100,'cacheDetails':[{'inputTokens':70,'ttl':'1h'},{'inputTokens':30,'ttl':'5m'}]}}");

        assertThat(family().usage(new ParsedResponse(answer)))
                .contains(new TokenUsage(
                        123,
                        4,
                        new TokenDetails(
                                Map.of(
                                        TokenKind.CACHED_INPUT,
                                        20L,
                                        TokenKind.CACHE_WRITE,
                                        30L,
                                        TokenKind.CACHE_WRITE_HOUR,
                                        70L),
                                Optional.empty(),
                                "",
                                Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post("/model/m/invoke", ASKED),
                post("/model/m/count-tokens", ASKED),
                post("/v1/converse", ASKED),
                Request.get("/model/m/converse"));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(Frames.of(FRAMES[0], "throttlingException {'message':'later'}"), 429),
                new Failing(Frames.of(FRAMES[0], "serviceUnavailableException {'message':'later'}"), 503),
                new Failing(Frames.of(FRAMES[0], "internalServerException {'message':'no'}"), 500),
                new Failing(Frames.of(FRAMES[0], "modelStreamErrorException {'message':'no'}"), 424),
                new Failing(
                        Frames.of(FRAMES[0], "modelStreamErrorException {'message':'no','originalStatusCode':503}"),
                        503),
                new Failing(Frames.of("validationException {'message':'no'}"), 400),
                new Failing(Frames.of("somethingNewException {'message':'no'}"), 500));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                               p,               OTHER",
        ".metrics,                         latencyMs,       OTHER",
        ".start.toolUse,                   toolUseId,       ID",
        ".output.message.content[].toolUse, toolUseId,      ID",
        ".output.message.content[].toolUse.input, toolUseId, ",
        ".delta.reasoningContent,          signature,       STATE",
        ".delta.reasoningContent,          redactedContent, STATE",
        ".delta,                           text,            ",
        ".output.message.content[].toolUse, name,           ",
        ".usage,                           outputTokens,    ",
    })
    void knowsWhatChangesEachTime(String path, String name, Volatility why) {
        assertThat(family().volatility(path, name)).isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void tellsAConversation() {
        ParsedRequest request = ParsedRequest.of(
                post(
                        "/model/m/converse",
                        "{'messages':[{'role':'user','content':[{'text':'look'},{'image':{'format':'png','source':{'bytes':'AAECAw=='}}},{'cachePoint':{'type':'default'}}]},"
                                + "{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'s'}}},{'toolUse':{'toolUseId':'t1','name':'paint','input':{'n':1}}}]},"
                                + "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'json':{'ok':true}},{'image':{'format':'png','source':{'bytes':'AAEC'}}}]}}]}]}"),
                family());

        assertThat(plain(family().asked(request)))
                .containsExactly(
                        ChatMessage.of("user", new Text("look"), new Media("image/png", OptionalLong.of(4))),
                        ChatMessage.of("assistant", new Reasoning("hm"), new ToolCall("paint", "{\"n\":1}")),
                        ChatMessage.of(
                                "user",
                                new ToolResult("paint", "{\"ok\":true}"),
                                new Media("image/png", OptionalLong.of(3))));
        assertThat(plain(family().answered(new ParsedResponse(Frames.of(FRAMES)))))
                .containsExactly(ChatMessage.of(
                        "assistant", new Reasoning("Two? "), new Text("Red."), new ToolCall("paint", "7")));
    }

    @Test
    void readsResultsThatAreNestedDeeply() {
        String deep = "{'toolResult':{'content':[".repeat(50_000) + "]}}".repeat(50_000);
        ParsedRequest request = ParsedRequest.of(
                post("/model/m/converse", "{'messages':[{'role':'user','content':[" + deep + "]}]}"), family());

        assertThat(plain(family().asked(request))).hasSize(1);
    }

    @Test
    void namesItsToolsInAMiss() {
        String tool = "{'toolSpec':{'name':'get_weather','description':'of a city'}}";
        String with = "{'messages':[],'toolConfig':{'tools':[" + tool + "]}}";
        String more = with.replace(tool, tool + ",{'toolSpec':{'name':'paint'}}");

        assertThat(differences("{'messages':[]}", with)).containsExactly("tool get_weather: only in the request");
        assertThat(differences(more, with)).containsExactly("tool paint: only in the recording");
    }

    private static List<String> differences(String recorded, String asked) {
        return Differences.between(question(recorded), question(asked), Redaction.DEFAULT.words()).stream()
                .map(Object::toString)
                .toList();
    }

    private static Question question(String json) {
        return KeyRules.NONE.question(post("/model/m/converse", json), TestId.NONE);
    }

    @Test
    void refusesInItsOwnWords() {
        Json error = family().error(404, "no_recording", "none");
        PlainChunk chunk = family().errorChunk(family().refusal(
                        new Refused(429, Optional.of("later"), Optional.empty(), Optional.empty(), Instant.EPOCH))
                .body());

        assertThat(error.write(Layout.COMPACT))
                .isEqualTo("{\"message\":\"none\",\"__type\":\"ResourceNotFoundException\"}");
        assertThat(family().errorHeaders(404, "no_recording"))
                .isEqualTo(Headers.of("x-amzn-errortype", "ResourceNotFoundException"));
        assertThat(chunk.event()).contains("throttlingException");
    }

    @Test
    void knowsSignaturesForKeys() {
        Headers signed = Headers.of(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=ab",
                "x-amz-security-token",
                "session",
                "content-type",
                "application/json");

        Headers left = signed;
        for (KeyPlace place : family().keyPlaces()) {
            left = place.without(left, key -> true);
        }
        assertThat(left).isEqualTo(Headers.of("content-type", "application/json"));
    }

    @Test
    void isCutWithoutItsMetadata() {
        ParsedResponse stopped =
                new ParsedResponse(Frames.of(FRAMES[0], "messageStop {'stopReason':'end_turn','p':'a'}"));

        assertThat(family().ending(stopped)).isEqualTo(Ending.CUT);
    }
}
