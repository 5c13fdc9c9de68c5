package io.reprise.core.family.openai;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;

class OpenAiTextTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiCompletions.TEXT;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/completions", "{'model':'tiny','prompt':'two and two'}"),
                        "tiny",
                        "two and two",
                        events(
                                "{'id':'cmpl-1','created':1,'choices':[{'index':0,'text':' is'}]}",
                                "{'id':'cmpl-1','created':1,'choices':[{'index':0,'text':' four','finish_reason':'stop'}]}",
                                "[DONE]"),
                        new Said(" is four", java.util.Optional.empty())),
                new Example(
                        post("/completions", "{'model':'tiny','prompt':['one','two']}"),
                        "tiny",
                        "one two",
                        whole(
                                "{'id':'cmpl-2','choices':[{'index':0,'text':'three'}],'usage':{'prompt_tokens':2,'completion_tokens':1}}"),
                        said("three", 2, 1)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1/completions"), post("/v1/chat/completions", "{}"), post("/v1/embeddings", "{}"));
    }
}
