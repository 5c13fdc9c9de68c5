package io.reprise.core.family.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenAiChatTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'model':'llama3.2:1b','messages':[{'role':'system','content':'be brief'},{'role':'user','content':'name two colours'}]}";
    private static final String HEAD = "{'id':'chatcmpl-1','created':1,'system_fingerprint':'fp','choices':[";

    @Override
    protected ApiFamily family() {
        return OpenAiCompletions.CHAT;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/chat/completions", ASKED),
                        "llama3.2:1b",
                        "name two colours",
                        events(
                                HEAD + "{'index':0,'delta':{'role':'assistant','content':'Red'}}]}",
                                HEAD + "{'index':0,'delta':{'content':' and blue.'}}]}",
                                HEAD + "{'index':0,'delta':{},'finish_reason':'stop'}]}",
                                "{'id':'chatcmpl-1','choices':[],'usage':{'prompt_tokens':9,'completion_tokens':4,'queue_time':0.1}}",
                                "[DONE]"),
                        said("Red and blue.", 9, 4)),
                new Example(
                        post("/openai/deployments/gpt%204o/chat/completions", "{'messages':[]}"),
                        "gpt 4o",
                        "",
                        whole(HEAD
                                + "{'index':0,'message':{'role':'assistant','content':'Red.'},'finish_reason':'stop'}],"
                                + "'usage':{'prompt_tokens':2,'completion_tokens':1}}"),
                        said("Red.", 2, 1)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1/chat/completions"),
                post("/v1/completions", ASKED),
                post("/v1/chat/completions/chatcmpl-1", ASKED),
                post("/v1/messages", ASKED));
    }

    /** The usage and the end mark, because each choice says why it is finished. */
    @Override
    protected int notNeeded(Example example) {
        return 2;
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post(
                                "/v1/chat/completions",
                                "{'messages':[{'role':'system','content':'be brief'},{'role':'user','content':["
                                        + "{'type':'text','text':'and this?'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}},"
                                        + "{'type':'image_url','image_url':{'url':'https://example.com/a.png'}},"
                                        + "{'type':'input_audio','input_audio':{'data':'AAAAAAAA','format':'wav'}},"
                                        + "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,AAA='}}]},"
                                        + "{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function',"
                                        + "'function':{'name':'look','arguments':'{}'}}]},"
                                        + "{'role':'tool','tool_call_id':'call_1','content':'a cat'},"
                                        + "{'role':'tool','tool_call_id':'call_2','content':[{'type':'text','text':'a dog'}]}]}"),
                        List.of(
                                ChatMessage.of("system", text("be brief")),
                                ChatMessage.of(
                                        "user",
                                        text("and this?"),
                                        new MessagePart.Media("image/png", OptionalLong.of(3)),
                                        new MessagePart.Media("image", OptionalLong.empty()),
                                        new MessagePart.Media("audio/wav", OptionalLong.of(6)),
                                        new MessagePart.Media("application/pdf", OptionalLong.of(2))),
                                assistant(new MessagePart.ToolCall("look", "{}")),
                                ChatMessage.of("tool", new MessagePart.ToolResult("look", "a cat")),
                                ChatMessage.of("tool", new MessagePart.ToolResult("call_2", "a dog"))),
                        events(
                                HEAD
                                        + "{'index':0,'delta':{'role':'assistant','content':null,'reasoning':'Hm','reasoning_details':[{'text':'Hm'}]}}]}",
                                HEAD + "{'index':1,'delta':{'content':'Two.'}}]}",
                                HEAD + "{'index':0,'delta':{'reasoning':'m.'}}]}",
                                HEAD
                                        + "{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_3','function':{'name':'add','arguments':''}}]}}]}",
                                HEAD
                                        + "{'index':0,'delta':{'tool_calls':[{'index':1,'function':{'name':'sub','arguments':'{}'}}]}}]}",
                                HEAD
                                        + "{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{1'}}]}}]}",
                                HEAD
                                        + "{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'}'}}]}}]}",
                                "[DONE]"),
                        List.of(
                                assistant(
                                        new MessagePart.Reasoning("Hmm."),
                                        new MessagePart.ToolCall("add", "{1}"),
                                        new MessagePart.ToolCall("sub", "{}")),
                                assistant(text("Two.")))),
                new Shown(
                        post("/v1/chat/completions", "{'messages':7}"),
                        List.of(),
                        whole(
                                "{'choices':[{'index':0,'message':{'role':'assistant','content':[{'type':'thinking','thinking':"
                                        + "[{'type':'text','text':'Two and two.'}]},{'type':'text','text':'4'}],"
                                        + "'audio':{'id':'audio_1','data':'AAAA','transcript':'four'},"
                                        + "'images':[{'type':'image_url','image_url':{'url':'data:image/webp;base64,AAAA'}}]}}]}"),
                        List.of(assistant(
                                new MessagePart.Reasoning("Two and two."),
                                text("4"),
                                text("four"),
                                new MessagePart.Media("audio", OptionalLong.of(3)),
                                new MessagePart.Media("image/webp", OptionalLong.of(3))))));
    }

    @Override
    protected List<Failing> failing() {
        String said = HEAD + "{'index':0,'delta':{'content':'Red'}}]}";
        Response named = events(
                said,
                "{'error':{'message':'Tool choice','type':'invalid_request_error','code':'tool_use_failed','status_code':400}}");
        List<Chunk> chunks = List.of(
                named.chunks().get(0),
                Chunk.of(0, "event: error\n" + named.chunks().get(1).bytes()));
        return List.of(
                new Failing(events(said, "{'error':{'code':429,'message':'slow down'}}"), 429),
                new Failing(events("{'error':{'code':'rate_limit_exceeded','message':'slow down'}}"), 429),
                new Failing(
                        events(
                                HEAD
                                        + "{'index':0,'delta':{'content':''},'finish_reason':'error'}],'error':{'code':'server_error','message':'x'}}"),
                        500),
                new Failing(events(said, "{'error':{'message':'overloaded'}}", "[DONE]"), 500),
                new Failing(
                        events(said, "{'object':'error','message':'too long','type':'BadRequestError','code':400}"),
                        400),
                new Failing(named.withChunks(chunks), 400),
                new Failing(
                        events(
                                HEAD
                                        + "{'index':0,'delta':{},'finish_reason':'error','error':{'code':502,'message':'x'}}]}"),
                        502),
                new Failing(events(HEAD + "{'index':0,'delta':{},'finish_reason':'error'}]}"), 500));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".id ID",
                ".created TIME",
                ".choices[].delta.tool_calls[].id ID",
                ".choices[].message.tool_calls[].id ID",
                ".choices[].message.tool_calls[].function.arguments steady",
                ".choices[].message.tool_calls[].function.arguments.id steady",
                ".choices[].message.reasoning_details[].signature STATE",
                ".choices[].message.reasoning_details[].data STATE",
                ".choices[].message.reasoning_details[].id ID",
                ".choices[].message.reasoning_details[].text steady",
                ".choices[].message.content[].signature STATE",
                ".choices[].message.annotations[].url_citation.url steady",
                ".choices[].message.audio.id ID",
                ".choices[].message.audio.expires_at TIME",
                ".choices[].seed OTHER",
                ".choices[].logprobs.content[].id steady",
                ".usage.queue_time OTHER",
                ".usage.prompt_tokens steady",
                ".usage.total_time OTHER",
                ".usage.total_tokens_per_sec OTHER",
                ".usage.time_to_first_token OTHER",
                ".stats OTHER",
                ".x_groq OTHER",
                ".time_info OTHER",
                ".request_id ID",
                ".latency_checkpoint OTHER",
                ".model steady",
                ".p OTHER",
                ".choices[].p steady",
                ".system_fingerprint OTHER");
    }

    @Test
    void waitsForAllChoicesThatWereAskedFor() {
        Request two = post("/v1/chat/completions", "{'messages':[],'n':2,'stream':true}");
        ParsedResponse one = new ParsedResponse(events(HEAD + "{'index':0,'delta':{},'finish_reason':'stop'}]}"));

        assertThat(family().ending(ParsedRequest.of(two, family()), one)).isEqualTo(Ending.CUT);
        assertThat(family().ending(one)).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void takesAStreamWithoutAContentTypeForWhatWasAskedFor() {
        Request streamed = post("/v1/chat/completions", "{'stream': true,'messages':[]}");
        Request quoting =
                post("/v1/chat/completions", "{'messages':[{'role':'user','content':'{\\'stream\\':true}'}]}");

        assertThat(family().format(streamed, "").name()).isEqualTo("sse");
        assertThat(family().format(streamed, "application/json").name()).isEqualTo("whole");
        assertThat(family().format(quoting, "").name()).isEqualTo("whole");
    }
}
