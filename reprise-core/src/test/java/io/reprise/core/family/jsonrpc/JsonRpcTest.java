package io.reprise.core.family.jsonrpc;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;

/** Agents that talk to each other (A2A), and others. */
class JsonRpcTest extends ApiFamilyContract {
    private static final String ASK =
            "{'id':'r1','jsonrpc':'2.0','method':'message/stream','params':{'message':{'kind':'message','messageId':'m1','role':'user',"
                    + "'parts':[{'kind':'text','text':'What time is it?'}]}}}";
    private static final String UPDATE =
            "{'id':'r1','jsonrpc':'2.0','result':{'contextId':'c1','taskId':'t1','kind':'status-update',";

    @Override
    protected ApiFamily family() {
        return JsonRpc.OTHER;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("", ASK),
                        "",
                        "What time is it?",
                        events(
                                "{'id':'r1','jsonrpc':'2.0','result':{'id':'t1','kind':'task','status':{'state':'submitted'}}}",
                                UPDATE + "'final':false,'status':{'state':'working'}}}",
                                UPDATE
                                        + "'final':true,'status':{'state':'completed','timestamp':'2026-01-02T03:04:05Z',"
                                        + "'message':{'messageId':'m2','parts':[{'kind':'text','text':'Noon.'}]}}}}"),
                        new Said("submittedworkingcompletedNoon.", Optional.empty())),
                new Example(
                        post("/", ASK),
                        "",
                        "What time is it?",
                        events(
                                "{'id':'r1','jsonrpc':'2.0','result':{'artifactUpdate':{'artifact':{'parts':[{'text':'12'}]}}}}",
                                "{'id':'r1','jsonrpc':'2.0','result':{'statusUpdate':{'status':{'state':'TASK_STATE_COMPLETED'}}}}"),
                        new Said("12TASK_STATE_COMPLETED", Optional.empty())),
                new Example(
                        post("/rpc", "{'jsonrpc':'2.0','id':1,'method':'eth_blockNumber'}"),
                        "",
                        "eth_blockNumber",
                        whole("{'jsonrpc':'2.0','id':1,'result':'0x1'}"),
                        new Said("0x1", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/"),
                post("/", "{'json':'rpc'}"),
                post("/mcp", ASK),
                post("/", "{'text':'{#jsonrpc#:#2.0#}'}".replace("#", "\\\"")));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(
                post("/", ASK),
                List.of(user("What time is it?")),
                events(
                        UPDATE
                                + "'final':true,'status':{'state':'completed','message':{'parts':[{'kind':'text','text':'Noon.'}]}}}}"),
                List.of(ChatMessage.of("server", text("Noon.")))));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(new Failing(events("{'id':'r1','error':{'code':-32001,'message':'Task not found'}}"), 400));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".result.taskId ID",
                ".result.contextId ID",
                ".result.status.message.messageId ID",
                ".result.status.timestamp TIME",
                ".result.metadata.id steady",
                ".id steady");
    }
}
