package io.reprise.core.family.cohere;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.OptionalLong;

class CohereTextsTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'model':'rerank-x','query':'which is red','documents':['blood',{'text':'snow'}]}";

    @Override
    protected ApiFamily family() {
        return CohereTexts.RERANK;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                post("/v2/rerank", ASKED),
                "rerank-x",
                "which is red",
                whole(
                        "{'id':'r1','results':[{'index':0,'relevance_score':0.9}],'meta':{'billed_units':{'input_tokens':3,'search_units':1}}}"),
                said("", 3, 0)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/v2/embed", ASKED), post("/rerank", ASKED), Request.get("/v1/rerank"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post("/v1/rerank", ASKED),
                        List.of(ChatMessage.of("user", text("which is red"), text("blood"), text("snow"))),
                        whole("{'results':[{'index':1,'relevance_score':0.9},{'index':0,'relevance_score':0.1}]}"),
                        List.of(assistant(text("1: 0.9"), text("0: 0.1")))),
                new Shown(
                        post(
                                "/v2/embed",
                                "{'inputs':[{'content':[{'type':'text','text':'red'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AAEC'}}]}]}"),
                        List.of(ChatMessage.of("user", text("red"), new Media("image/png", OptionalLong.of(3)))),
                        whole("{'embeddings':{'float':[[1,2]],'int8':[[3,4]]}}"),
                        List.of(assistant(NumberLists.unknown(2), NumberLists.unknown(2)))));
    }
}
