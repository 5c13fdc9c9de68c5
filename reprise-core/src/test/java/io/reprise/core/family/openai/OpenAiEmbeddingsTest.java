package io.reprise.core.family.openai;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.OptionalLong;

class OpenAiEmbeddingsTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiEmbeddings.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/embeddings", "{'model':'text-embedding-3-small','input':'hello world'}"),
                        "text-embedding-3-small",
                        "hello world",
                        whole("{'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.1,-0.2]}],"
                                + "'model':'text-embedding-3-small','usage':{'prompt_tokens':2,'total_tokens':2}}"),
                        said("", 2, 0)),
                new Example(
                        post("/openai/deployments/ada/embeddings", "{'input':['one','two']}"),
                        "ada",
                        "one two",
                        whole("{'id':'a','data':[{'index':0,'embedding':'AAAAAAAAAAA='}]}"),
                        Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/api/embeddings", "{}"), Request.get("/v1/embeddings"), post("/v1/embeddings/a", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post("/v1/embeddings", "{'input':['one','two']}"),
                        List.of(ChatMessage.of("user", text("one"), text("two"))),
                        whole("{'data':[{'embedding':[0.1,0.2,0.3]},{'embedding':'AAAAAAAAAAA='}]}"),
                        List.of(assistant(NumberLists.unknown(3), NumberLists.unknown(2)))),
                new Shown(
                        post(
                                "/v1/multimodalembeddings",
                                "{'inputs':[{'content':[{'type':'text','text':'a cat'},{'type':'image_url','image_url':'data:image/png;base64,AAAA'}]}]}"),
                        List.of(ChatMessage.of(
                                "user", text("a cat"), new MessagePart.Media("image/png", OptionalLong.of(3)))),
                        whole("{'data':[{'embedding':[0.1]}]}"),
                        List.of(assistant(NumberLists.unknown(1)))),
                new Shown(post("/v1/embeddings", "{'input':[1,2]}"), List.of(), whole("{}"), List.of()));
    }

    @Override
    protected List<String> members() {
        return List.of(".id ID", ".data[].embedding steady", ".usage.prompt_tokens steady", ".model steady");
    }
}
