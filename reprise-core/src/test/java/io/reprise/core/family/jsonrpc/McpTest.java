package io.reprise.core.family.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class McpTest extends ApiFamilyContract {
    private static final String CALL =
            "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'look_up','arguments':{'id':7,'question':'why'}}}";
    private static final String PROGRESS =
            "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':2,'progress':1}}";
    private static final String ASKING = "{'jsonrpc':'2.0','id':2,'method':'ping'}";
    private static final String ANSWER =
            "{'jsonrpc':'2.0','id':2,'result':{'content':[{'type':'text','text':'Because.'}],'isError':false}}";

    @Override
    protected ApiFamily family() {
        return JsonRpc.MCP;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/mcp", CALL),
                        "",
                        "tools/call look_up",
                        events(PROGRESS, ASKING, ANSWER),
                        new Said("Because.", Optional.empty())),
                new Example(
                        post("/servers/1", "{'jsonrpc':'2.0','id':'a','method':'tools/list'}"),
                        "",
                        "tools/list",
                        whole("{'jsonrpc':'2.0','id':'a','result':{'tools':[{'name':'look_up'}],'nextCursor':'c1'}}"),
                        new Said("look_up", Optional.empty())),
                new Example(
                        post("/mcp/", "{'jsonrpc':'2.0','method':'notifications/initialized'}"),
                        "",
                        "notifications/initialized",
                        new Response(202, Headers.NONE, StreamFormat.WHOLE, List.of(), Ending.COMPLETE),
                        Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/mcp/settings"),
                post("/agents", "{'jsonrpc':'2.0','id':1,'method':'message/send'}"),
                post("/v1/chat/completions", CALL),
                post(
                        "/servers/1",
                        "{'text':'{\\'jsonrpc\\':1,\\'method\\':\\'tools/call\\'}'}".replace("\\'", "\\\"")));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(
                        events(PROGRESS, "{'jsonrpc':'2.0','id':2,'error':{'code':-32602,'message':'Unknown tool'}}"),
                        400),
                new Failing(
                        events("{'jsonrpc':'2.0','id':2,'error':{'code':-32603,'message':'Internal error'}}"), 500));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post("/mcp", CALL),
                        List.of(ChatMessage.of(
                                "client", new MessagePart.ToolCall("look_up", "{\"id\":7,\"question\":\"why\"}"))),
                        events(
                                PROGRESS,
                                "{'id':2,'result':{'content':[{'type':'text','text':'See:'},{'type':'image','data':'AAAA','mimeType':'image/png'},"
                                        + "{'type':'resource','resource':{'uri':'file:a','text':'All.'}},{'type':'resource_link','uri':'file:b'}]}}"),
                        List.of(ChatMessage.of(
                                "server",
                                text("See:"),
                                new MessagePart.Media("image/png", OptionalLong.of(3)),
                                text("All."),
                                new MessagePart.Media("resource_link", OptionalLong.empty())))),
                new Shown(
                        post("/mcp", "{'jsonrpc':'2.0','id':1,'method':'tools/list'}"),
                        List.of(ChatMessage.of("client", new MessagePart.ToolCall("tools/list", ""))),
                        whole("{'id':1,'result':{'tools':[{'name':'a'},{'name':'b'}]}}"),
                        List.of(ChatMessage.of("server", text("tools: a, b")))),
                new Shown(
                        post("/mcp", "{'jsonrpc':'2.0','id':1,'method':'x'}"),
                        List.of(ChatMessage.of("client", new MessagePart.ToolCall("x", ""))),
                        whole("{'id':1,'error':{'code':-32601,'message':'Method not found'}}"),
                        List.of(ChatMessage.of("server", text("Method not found")))));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".id steady",
                ".result.nextCursor ID",
                ".result.structuredContent.id steady",
                ".result.content[].text steady",
                ".result.task.taskId ID",
                ".result._meta.id steady",
                ".params.id steady");
    }

    @Test
    void waitsForTheAnswerToEachCall() {
        Request two = post(
                "/mcp",
                "[" + CALL
                        + ",{'jsonrpc':'2.0','id':'b','method':'ping'},{'jsonrpc':'2.0','method':'notifications/x'}]");
        String other = "{'jsonrpc':'2.0','id':'b','result':{}}";

        assertThat(ending(two, events(ANSWER))).isEqualTo(Ending.CUT);
        assertThat(ending(two, events(ANSWER, PROGRESS))).isEqualTo(Ending.CUT);
        assertThat(ending(two, events(ANSWER, other))).isEqualTo(Ending.COMPLETE);
        assertThat(ending(two, events("[" + ANSWER + "," + other + "]"))).isEqualTo(Ending.COMPLETE);
        assertThat(ending(post("/mcp", CALL), events("{'id':'2','result':{}}"))).isEqualTo(Ending.CUT);
        assertThat(ending(Request.get("/mcp"), events(PROGRESS))).isEqualTo(Ending.COMPLETE);
    }

    private Ending ending(Request request, Response response) {
        return family().ending(ParsedRequest.of(request, family()), new ParsedResponse(response));
    }

    @Test
    void knowsListenersAndEndsOfSessions() {
        for (String method : List.of("GET", "DELETE")) {
            Request request = new Request(method, "/v1/mcp", "", Headers.NONE, Bytes.EMPTY);

            assertThat(family().covers(request)).isTrue();
            assertThat(family().title(ParsedRequest.of(request, family()))).isEmpty();
        }
    }

    @Test
    void wordsErrorsAsJsonRpcDoes() {
        assertThat(family().error(404, "no_recording", "m").write(Layout.COMPACT))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"m\",\"data\":{\"code\":\"no_recording\"}}}");
        assertThat(family().error(502, "c", "m").at("error", "code")).contains(new Json.JsonNumber("-32603"));
    }
}
