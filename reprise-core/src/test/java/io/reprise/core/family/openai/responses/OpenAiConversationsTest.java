package io.reprise.core.family.openai.responses;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;

class OpenAiConversationsTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiConversations.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post(
                                "/v1/conversations",
                                "{'items':[{'type':'message','role':'user','content':'hello there'}]}"),
                        "",
                        "hello there",
                        whole("{'id':'conv_1','created_at':1}"),
                        Said.NOTHING),
                new Example(
                        Request.get("/v1/conversations/conv_1/items"), "", "items", whole("{'data':[]}"), Said.NOTHING),
                new Example(Request.get("/v1/conversations/conv_1"), "", "get", whole("{}"), Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1/conversations"), Request.get("/slack/conversations/c1"), post("/v1/responses", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(
                post("/v1/conversations/conv_1/items", "{'items':[{'type':'message','role':'user','content':'hi'}]}"),
                List.of(user("hi")),
                whole(
                        "{'data':[{'id':'msg_1','type':'message','role':'user','content':[{'type':'input_text','text':'hi'}]}]}"),
                List.of(user("hi"))));
    }
}
