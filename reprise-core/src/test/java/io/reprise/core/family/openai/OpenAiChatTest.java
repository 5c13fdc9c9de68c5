package io.reprise.core.family.openai;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;

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
}
