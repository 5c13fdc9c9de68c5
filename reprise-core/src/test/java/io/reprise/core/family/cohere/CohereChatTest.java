package io.reprise.core.family.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Reasoning;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.MessagePart.ToolResult;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refused;
import io.reprise.core.json.Layout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CohereChatTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'model':'command-x','messages':[{'role':'user','content':'name a colour'}],'stream':true}";
    private static final String[] EVENTS = {
        "{'type':'message-start','id':'m1','delta':{'message':{'role':'assistant','content':[],'tool_plan':'','tool_calls':[],'citations':[]}}}",
        "{'type':'tool-plan-delta','delta':{'message':{'tool_plan':'I paint. '}}}",
        "{'type':'content-start','index':0,'delta':{'message':{'content':{'type':'text','text':''}}}}",
        "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'Red'}}}}",
        "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'.'}}}}",
        "{'type':'content-end','index':0}",
        "{'type':'tool-call-start','index':1,'delta':{'message':{'tool_calls':{'id':'paint_1','type':'function','function':{'name':'paint','arguments':''}}}}}",
        "{'type':'tool-call-delta','index':1,'delta':{'message':{'tool_calls':{'function':{'arguments':'7'}}}}}",
        "{'type':'tool-call-end','index':1}",
        "{'type':'message-end','delta':{'finish_reason':'TOOL_CALL','usage':{'billed_units':{'input_tokens':9,'output_tokens':4},'tokens':{'input_tokens':99,'output_tokens':14}}}}"
    };

    @Override
    protected ApiFamily family() {
        return CohereChat.FAMILY;
    }

    /** Lines of the first version. */
    private static Response lines(String... lines) {
        List<Chunk> chunks = new ArrayList<>();
        for (String line : lines) {
            chunks.add(Chunk.of(0, line.replace('\'', '"') + "\n"));
        }
        String type = "application/stream+json";
        StreamFormat format = CohereChat.FAMILY.format(Request.post("/v1/chat", ""), type);
        return new Response(200, Headers.of("content-type", type), format, chunks, Ending.COMPLETE);
    }

    private static Response firstVersion() {
        return lines(
                "{'is_finished':false,'event_type':'stream-start','generation_id':'g1'}",
                "{'is_finished':false,'event_type':'text-generation','text':'Red.'}",
                "{'is_finished':true,'event_type':'stream-end','finish_reason':'COMPLETE','response':{'text':'Red.','generation_id':'g1','meta':{'billed_units':{'input_tokens':9,'output_tokens':2}}}}");
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v2/chat", ASKED),
                        "command-x",
                        "name a colour",
                        events(EVENTS),
                        said("I paint. Red.paint7", 9, 4)),
                new Example(
                        post("/v1/chat", "{'model':'command-x','message':'name a colour','stream':true}"),
                        "command-x",
                        "name a colour",
                        firstVersion(),
                        said("Red.", 9, 2)),
                new Example(
                        post("/v2/chat", ASKED),
                        "command-x",
                        "name a colour",
                        whole(
                                "{'id':'m2','finish_reason':'COMPLETE','message':{'role':'assistant','content':[{'type':'thinking','thinking':'hm '},{'type':'text','text':'Red.'}]},'usage':{'billed_units':{'input_tokens':3,'output_tokens':1}}}"),
                        said("hm Red.", 3, 1)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post("/v1/chat/completions", ASKED),
                post("/v2/embed", ASKED),
                post("/api/chat", ASKED),
                Request.get("/v2/chat"));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(
                        events(EVENTS[0], "{'type':'message-end','delta':{'finish_reason':'ERROR','error':'no'}}"),
                        500),
                new Failing(events(EVENTS[0], "{'type':'message-end','delta':{'finish_reason':'TIMEOUT'}}"), 504));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post(
                                "/v2/chat",
                                "{'messages':[{'role':'system','content':'be brief'},{'role':'user','content':[{'type':'text','text':'paint'}]},{'role':'assistant','tool_calls':[{'id':'p1','type':'function','function':{'name':'paint','arguments':'7'}}]},{'role':'tool','tool_call_id':'p1','content':'done'}]}"),
                        List.of(
                                ChatMessage.of("system", new Text("be brief")),
                                user("paint"),
                                assistant(new ToolCall("paint", "7")),
                                ChatMessage.of("tool", new ToolResult("paint", "done"))),
                        events(EVENTS),
                        List.of(assistant(new Reasoning("I paint. "), text("Red."), new ToolCall("paint", "7")))),
                new Shown(
                        post(
                                "/v1/chat",
                                "{'preamble':'be brief','chat_history':[{'role':'CHATBOT','message':'hi'}],'message':'a colour'}"),
                        List.of(
                                ChatMessage.of("system", new Text("be brief")),
                                ChatMessage.of("chatbot", new Text("hi")),
                                user("a colour")),
                        firstVersion(),
                        List.of(assistant(text("Red.")))));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".id ID",
                ".generation_id ID",
                ".message.tool_calls[].id ID",
                ".delta.message.tool_calls.id ID",
                ".message.citations[].sources[].id OTHER",
                ".message.tool_calls[].function.arguments steady",
                ".tool_calls[].parameters.id steady",
                ".message.citations[].sources[].document.id steady",
                ".message.tool_plan steady");
    }

    @Test
    void knowsNothingOfTheEndOfAnotherServersStreams() {
        assertThat(family().ending(new ParsedResponse(events("{'type':'chat.start'}", "{'type':'chat.end'}"))))
                .isEqualTo(Ending.COMPLETE);
    }

    @Test
    void refusesInItsOwnWords() {
        Refused refused = new Refused(401, Optional.empty(), Optional.empty(), Optional.empty(), Instant.EPOCH);

        assertThat(family().error(404, "no_recording", "none").write(Layout.COMPACT))
                .isEqualTo("{\"message\":\"none\"}");
        assertThat(family().refusal(refused).body().write(Layout.COMPACT))
                .isEqualTo("{\"message\":\"invalid api token\"}");
    }
}
