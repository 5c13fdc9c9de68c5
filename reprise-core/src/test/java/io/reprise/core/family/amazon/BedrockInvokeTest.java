package io.reprise.core.family.amazon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.EarlyEnds;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.TokenKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockInvokeTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'anthropic_version':'bedrock-2023-05-31','messages':[{'role':'user','content':[{'type':'text','text':'one colour'}]}]}";
    private static final String METRICS =
            "'amazon-bedrock-invocationMetrics':{'inputTokenCount':9,'outputTokenCount':4,'invocationLatency':70,'firstByteLatency':7}";

    @Override
    protected ApiFamily family() {
        return BedrockInvoke.FAMILY;
    }

    private static Response messages() {
        return Frames.of(
                "chunk {'bytes':{'type':'message_start','message':{'id':'msg_1','content':[],'usage':{'input_tokens':9,'output_tokens':1}}},'p':'abc'}",
                "chunk {'bytes':{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Red.'}},'p':'a'}",
                "chunk {'bytes':{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'toolu_1','name':'paint','input':{}}},'p':'a'}",
                "chunk {'bytes':{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'7'}},'p':'a'}",
                "chunk {'bytes':{'type':'message_delta','delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':4}},'p':'a'}",
                "chunk {'bytes':{'type':'message_stop'," + METRICS + "},'p':'ab'}");
    }

    private static Response nova() {
        return Frames.of(
                "chunk {'bytes':{'messageStart':{'role':'assistant'}},'p':'a'}",
                "chunk {'bytes':{'contentBlockDelta':{'delta':{'text':'Red.'},'contentBlockIndex':0}},'p':'a'}",
                "chunk {'bytes':{'messageStop':{'stopReason':'end_turn'}},'p':'a'}",
                "chunk {'bytes':{'metadata':{'usage':{'inputTokens':9,'outputTokens':4}}," + METRICS + "},'p':'a'}");
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/model/anthropic.claude-x-v1%3A0/invoke-with-response-stream", ASKED),
                        "anthropic.claude-x-v1:0",
                        "one colour",
                        messages(),
                        said("Red.paint7", 9, 4)),
                new Example(
                        post(
                                "/model/amazon.nova-x-v1:0/invoke-with-response-stream",
                                "{'messages':[{'role':'user','content':[{'text':'one colour'}]}]}"),
                        "amazon.nova-x-v1:0",
                        "one colour",
                        nova(),
                        said("Red.", 9, 4)),
                new Example(
                        post("/model/meta.llama-x/invoke", "{'prompt':'one colour'}"),
                        "meta.llama-x",
                        "one colour",
                        whole(
                                "{'generation':'Red.','prompt_token_count':9,'generation_token_count':2,'stop_reason':'stop'}"),
                        said("Red.", 9, 2)));
    }

    /** The last body counts in its own words what the first one has counted. */
    @Test
    void countsWhatClaudeWroteToTheCacheOnce() {
        Response stream = Frames.of(
                "chunk {'bytes':{'type':'message_start','message':{'usage':{'input_tokens':3,'cache_creation_input_tokens':25037,'cache_read_input_tokens':0,'cache_creation':{'ephemeral_5m_input_tokens':0,'ephemeral_1h_input_tokens':25037},'output_tokens':1}}},'p':'a'}",
                "chunk {'bytes':{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':4}},'p':'a'}",
                "chunk {'bytes':{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':3,'outputTokenCount':4,'cacheReadInputTokenCount':0,'cacheWriteInputTokenCount':25037}},'p':'a'}");

        assertThat(family().usage(new ParsedResponse(stream)))
                .contains(new TokenUsage(
                        25040,
                        4,
                        counted(Map.of(
                                TokenKind.CACHED_INPUT,
                                0L,
                                TokenKind.CACHE_WRITE,
                                0L,
                                TokenKind.CACHE_WRITE_HOUR,
                                25037L))));
    }

    @Test
    void countsTheCacheThatOnlyTheLastBodyNames() {
        Response stream = Frames.of(
                "chunk {'bytes':{'outputText':'Red.','index':0,'completionReason':'FINISH','amazon-bedrock-invocationMetrics':{'inputTokenCount':3,'outputTokenCount':4,'cacheReadInputTokenCount':20,'cacheWriteInputTokenCount':100}},'p':'a'}");

        assertThat(family().usage(new ParsedResponse(stream)))
                .contains(new TokenUsage(
                        123, 4, counted(Map.of(TokenKind.CACHED_INPUT, 20L, TokenKind.CACHE_WRITE, 100L))));
    }

    /** Nova spells the members of the cache in two ways, often both at once. */
    @Test
    void countsTheCacheOfNovaOnce() {
        Response answer = whole(
                "{'output':{'message':{'role':'assistant','content':[{'text':'Red.'}]}},'stopReason':'end_turn','usage':{'inputTokens':3,'outputTokens':4,'cacheReadInputTokenCount':20,'cacheWriteInputTokenCount':100,'cacheWriteInputTokens':100}}");

        assertThat(family().usage(new ParsedResponse(answer)))
                .contains(new TokenUsage(
                        123, 4, counted(Map.of(TokenKind.CACHED_INPUT, 20L, TokenKind.CACHE_WRITE, 100L))));
    }

    private static TokenDetails counted(Map<TokenKind, Long> counts) {
        return new TokenDetails(counts, Optional.empty(), "", Optional.empty());
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/model/m/converse", ASKED), post("/v1/messages", ASKED), post("/model/m", ASKED));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(Frames.of("modelTimeoutException {'message':'late'}"), 408),
                new Failing(
                        Frames.of(
                                "chunk {'bytes':{'type':'error','error':{'type':'overloaded_error','message':'busy'}},'p':'a'}"),
                        529));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'completion':'Red.','stop_reason':'stop_sequence'}",
                "{'outputText':'Red.','index':0,'completionReason':'FINISH'}",
                "{'generation':'Red.','stop_reason':'length'}",
                "{'outputs':[{'text':'Red.','stop_reason':'stop'}]}",
                "{'text':'Red.','is_finished':true,'finish_reason':'COMPLETE'}",
                "{'choices':[{'index':0,'delta':{'content':'Red.'},'finish_reason':'stop'}]}",
            })
    void endsAsEachModelEnds(String last) {
        String first = last.replaceAll("'(stop_reason|completionReason|finish_reason)':'[A-Za-z_]+'", "'$1':null")
                .replace("true", "false");
        Response stream = Frames.of("chunk {'bytes':" + first + ",'p':'a'}", "chunk {'bytes':" + last + ",'p':'a'}");

        EarlyEnds.areCut(family(), stream);
        assertThat(plain(family().answered(new ParsedResponse(stream))))
                .containsExactly(ChatMessage.of("assistant", new Text("Red.Red.")));
    }

    @Test
    void isCutBeforeTheMetricsOfTheStream() {
        EarlyEnds.areCut(family(), messages());
        EarlyEnds.areCut(family(), nova());
    }

    @Test
    void tellsConversationsOfAllModels() {
        assertThat(plain(family().asked(ParsedRequest.of(post("/model/m/invoke", ASKED), family()))))
                .containsExactly(ChatMessage.of("user", new Text("one colour")));
        assertThat(plain(family().asked(ParsedRequest.of(post("/model/m/invoke", "{'texts':['a','b']}"), family()))))
                .containsExactly(ChatMessage.of("user", new Text("a")), ChatMessage.of("user", new Text("b")));
        assertThat(plain(family().answered(new ParsedResponse(messages()))))
                .containsExactly(ChatMessage.of("assistant", new Text("Red."), new ToolCall("paint", "7")));
        assertThat(plain(family().answered(new ParsedResponse(nova()))))
                .containsExactly(ChatMessage.of("assistant", new Text("Red.")));
        assertThat(plain(family().answered(new ParsedResponse(whole("{'embeddings':{'float':[[1,2],[3,4]]}}")))))
                .containsExactly(ChatMessage.of("assistant", NumberLists.unknown(2), NumberLists.unknown(2)));
        assertThat(plain(family().answered(new ParsedResponse(whole("{'images':['AAEC']}")))))
                .containsExactly(ChatMessage.of("assistant", new Media("image", OptionalLong.of(3))));
    }
}
