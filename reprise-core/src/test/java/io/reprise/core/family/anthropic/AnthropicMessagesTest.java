package io.reprise.core.family.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.conversation.MessagePart.Reasoning;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.MessagePart.ToolResult;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.EarlyEnds;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicMessagesTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'model':'claude-x','system':'be brief','messages':[{'role':'user','content':[{'type':'text','text':'name two colours'}]}],'stream':true}";

    private static final String START =
            "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant','content':[],'container':{'id':'container_1','expires_at':'2026-01-02T03:04:05Z'},'usage':{'input_tokens':9,'cache_creation_input_tokens':2,'cache_read_input_tokens':0,'output_tokens':1}}}";
    private static final String DELTA =
            "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{'output_tokens':21}}";
    private static final String STOP = "{'type':'message_stop'}";

    @Override
    protected ApiFamily family() {
        return AnthropicMessages.MESSAGES;
    }

    private static Response stream() {
        return typed(
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}",
                "{'type':'ping'}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Two? '}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'EqoB'}}",
                "{'type':'content_block_stop','index':0}",
                "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
                "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'Red and blue.'}}",
                "{'type':'content_block_stop','index':1}",
                "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'toolu_1','name':'paint','input':{}}}",
                "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'{\\'id\\':'}}",
                "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'7}'}}",
                "{'type':'content_block_stop','index':2}",
                DELTA,
                STOP);
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/messages", ASKED),
                        "claude-x",
                        "name two colours",
                        stream(),
                        said("Two? Red and blue.paint{\"id\":7}", 11, 21)),
                new Example(
                        post(
                                "/v1/projects/p/locations/global/publishers/anthropic/models/claude-x%4020260101:rawPredict",
                                "{'anthropic_version':'vertex-2023-10-16','messages':[{'role':'user','content':'hi'}]}"),
                        "claude-x@20260101",
                        "hi",
                        whole(
                                "{'id':'msg_2','type':'message','content':[{'type':'redacted_thinking','data':'AAAA'},{'type':'text','text':'Hello.'},{'type':'tool_use','id':'toolu_2','name':'f','input':{'id':'kept'}}],'usage':{'input_tokens':3,'output_tokens':2}}"),
                        said("Hello.fkept", 3, 2)),
                new Example(
                        post(
                                "/messages",
                                "{'messages':[{'role':'user','content':'paint it'},{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'done'}]}]}"),
                        "",
                        "paint it",
                        typed(START, STOP),
                        said("", 11, 1)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1/messages"),
                post("/v1/threads/thread_1/messages", ASKED),
                post("/v1/messages/count_tokens", ASKED),
                post("/v1/messages/batches", ASKED),
                post("/v1/projects/p/locations/l/publishers/google/models/claude-x:rawPredict", ASKED),
                post("/v1/chat/completions", ASKED));
    }

    /** Events as the API sends them: with their type in front. */
    static Response typed(String... data) {
        List<Chunk> chunks = new ArrayList<>();
        for (String each : data) {
            String json = each.replace("\\'", "\\\"").replace('\'', '"');
            String type = Json.parse(json).text("type");
            chunks.add(Chunk.of(0, "event: " + type + "\ndata: " + json + "\n\n"));
        }
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages,                                                             anthropic-messages",
        "/v1/v1/messages/,                                                         anthropic-messages",
        "/messages,                                                                anthropic-messages",
        "/gateway/anthropic/messages,                                              anthropic-messages",
        "/v1/projects/p/locations/l/publishers/anthropic/models/c%3AstreamRawPredict, anthropic-messages",
        "/v1/messages/count_tokens,                                                anthropic-count-tokens",
        "/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict, anthropic-count-tokens",
        "/v1/messages/batches/msgbatch_1/results,                                  anthropic-batches",
        "/v1/complete,                                                             anthropic-complete",
    })
    void hasRequestsUnderThesePaths(String path, String name) {
        assertThat(ApiFamilies.of(post(path, "{}")).name()).isEqualTo(name);
    }

    @Test
    void isCutWhereverItEndsBeforeTheLastEvent() {
        EarlyEnds.areCut(family(), stream());
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request_error, 400",
        "authentication_error,  401",
        "rate_limit_error,      429",
        "api_error,             500",
        "timeout_error,         504",
        "overloaded_error,      529",
        "something_new,         500",
    })
    void countsAnErrorAmongItsEventsAsTheStatusThatItNames(String type, int status) {
        ParsedResponse failed = new ParsedResponse(
                typed(START, "{'type':'error','error':{'type':'" + type + "','message':'no'},'request_id':'req_1'}"));

        assertThat(family().status(failed)).isEqualTo(status);
        assertThat(family().ending(failed)).isEqualTo(Ending.COMPLETE);
        assertThat(family().status(new ParsedResponse(stream()))).isEqualTo(200);
    }

    @Test
    void doesNotTakeWordsOfTheModelForEventsOfItsOwn() {
        ParsedResponse response = new ParsedResponse(typed(
                START,
                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'error message_stop'}}"));

        assertThat(family().ending(response)).isEqualTo(Ending.CUT);
        assertThat(family().status(response)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                           id,                ID",
        ".message,                     id,                ID",
        ".container,                   expires_at,        TIME",
        ".content[],                   id,                ID",
        ".content_block,               tool_use_id,       ID",
        ".content[].content.content[], file_id,           ID",
        ".content[].content[],         encrypted_content, STATE",
        ".content[].citations[],       encrypted_index,   STATE",
        ".delta,                       signature,         STATE",
        ".content[],                   data,              STATE",
        ".content_block.content,       retrieved_at,      TIME",
        ".content[].source,            data,              ",
        ".content[].input,             id,                ",
        ".content[].input.where[],     created_at,        ",
        ".content_block.input,         signature,         ",
        ".result.message.content[].input, id,             ",
        ".usage,                       output_tokens,     ",
    })
    void knowsWhatChangesEachTime(String path, String name, Volatility why) {
        assertThat(family().volatility(path, name)).isEqualTo(Optional.ofNullable(why));
    }

    /** Only the first event says for how long the cache keeps what was written. */
    @Test
    void countsTokensWrittenForAnHourOnceInAStream() {
        Response stream = typed(
                "{'type':'message_start','message':{'usage':{'input_tokens':20,'cache_creation_input_tokens':5000,'cache_read_input_tokens':0,'cache_creation':{'ephemeral_5m_input_tokens':0,'ephemeral_1h_input_tokens':5000},'output_tokens':1}}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'input_tokens':20,'cache_creation_input_tokens':5000,'cache_read_input_tokens':0,'output_tokens':30}}",
                STOP);

        assertThat(family().usage(new ParsedResponse(stream)))
                .contains(new TokenUsage(
                        5020,
                        30,
                        counted(Map.of(
                                TokenKind.CACHED_INPUT,
                                0L,
                                TokenKind.CACHE_WRITE,
                                0L,
                                TokenKind.CACHE_WRITE_HOUR,
                                5000L))));
    }

    @Test
    void countsTokensWrittenForAnHourOnceWhereOthersAreNotNamed() {
        Response answer = whole(
                "{'type':'message','usage':{'input_tokens':20,'cache_creation_input_tokens':5000,'cache_creation':{'ephemeral_1h_input_tokens':4000},'output_tokens':3}}");

        assertThat(family().usage(new ParsedResponse(answer)))
                .contains(new TokenUsage(
                        5020, 3, counted(Map.of(TokenKind.CACHE_WRITE, 1000L, TokenKind.CACHE_WRITE_HOUR, 4000L))));
    }

    /** So that no kind has more tokens than the sum that it is part of. */
    @Test
    void keepsTheCountsOfTheCacheThatALaterEventDoesNotName() {
        Response stream = typed(
                "{'type':'message_start','message':{'usage':{'input_tokens':20,'cache_creation_input_tokens':500,'cache_read_input_tokens':7,'output_tokens':1}}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'input_tokens':21,'cache_creation_input_tokens':null,'cache_read_input_tokens':null,'output_tokens':30}}",
                STOP);

        assertThat(family().usage(new ParsedResponse(stream)))
                .contains(new TokenUsage(
                        528, 30, counted(Map.of(TokenKind.CACHED_INPUT, 7L, TokenKind.CACHE_WRITE, 500L))));
    }

    private static TokenDetails counted(Map<TokenKind, Long> counts) {
        return new TokenDetails(counts, Optional.empty(), "", Optional.empty());
    }

    @Test
    void tellsAConversation() {
        ParsedRequest request = ParsedRequest.of(
                post(
                        "/v1/messages",
                        "{'system':[{'type':'text','text':'be brief'}],'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAECAw=='}},{'type':'document','source':{'type':'file','file_id':'file_1'}}]},"
                                + "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'s'},{'type':'tool_use','id':'toolu_1','name':'paint','input':{'n':1}}]},"
                                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':[{'type':'text','text':'done'},{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAEC'}}]}]}]}"),
                family());

        assertThat(plain(family().asked(request)))
                .containsExactly(
                        ChatMessage.of("system", new Text("be brief")),
                        ChatMessage.of(
                                "user",
                                new Media("image/png", OptionalLong.of(4)),
                                new Media("document", OptionalLong.empty())),
                        ChatMessage.of("assistant", new Reasoning("hm"), new ToolCall("paint", "{\"n\":1}")),
                        ChatMessage.of(
                                "user", new ToolResult("paint", "done"), new Media("image/png", OptionalLong.of(3))));
        ChatMessage answer = ChatMessage.of(
                "assistant", new Reasoning("Two? "), new Text("Red and blue."), new ToolCall("paint", "{\"id\":7}"));
        assertThat(plain(family().answered(new ParsedResponse(stream())))).containsExactly(answer);
        assertThat(
                        plain(
                                family().answered(
                                                new ParsedResponse(
                                                        whole(
                                                                "{'content':[{'type':'server_tool_use','id':'s','name':'web_search','input':{}},{'type':'web_search_tool_result','tool_use_id':'s','content':[{'type':'web_search_result','title':'Colours','url':'http://c','encrypted_content':'E'}]}]}")))))
                .containsExactly(ChatMessage.of(
                        "assistant",
                        new ToolCall("web_search", "{}"),
                        new ToolResult("web_search", "Colours\nhttp://c")));
    }

    @Test
    void refusesInItsOwnWords() {
        Refused refused = new Refused(
                429, Optional.empty(), Optional.of(Duration.ofSeconds(2)), Optional.of("claude-x"), Instant.EPOCH);

        assertThat(family().refusal(refused).body().write(Layout.COMPACT))
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"This request would"
                                + " exceed your organization's rate limit of 50 requests per minute.\"}}");
        assertThat(family().refusal(refused).headers())
                .isEqualTo(Headers.of(
                        "retry-after",
                        "2",
                        "anthropic-ratelimit-requests-limit",
                        "50",
                        "anthropic-ratelimit-requests-remaining",
                        "0",
                        "anthropic-ratelimit-requests-reset",
                        "1970-01-01T00:00:02Z"));
        assertThat(family().errorChunk(family().error(529, "", "busy")).event()).contains("error");
        assertThat(family().error(529, "", "busy").text("error", "type")).isEqualTo("overloaded_error");
    }
}
