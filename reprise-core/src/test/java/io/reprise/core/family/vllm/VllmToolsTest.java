package io.reprise.core.family.vllm;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.OptionalLong;

class VllmToolsTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return VllmTools.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/tokenize", "{'model':'tiny','prompt':'two words'}"),
                        "tiny",
                        "two words",
                        whole("{'count':2,'max_model_len':4096,'tokens':[1,2]}"),
                        Said.NOTHING),
                new Example(
                        post("/rerank", "{'model':'ranker','query':'which is red','documents':['a','b']}"),
                        "ranker",
                        "which is red",
                        whole(
                                "{'id':'rerank-1','results':[{'index':1,'relevance_score':0.9}],'usage':{'prompt_tokens':3,'total_tokens':3}}"),
                        said("", 3, 0)),
                new Example(
                        post("/v1/score", "{'model':'ranker','text_1':'is it red','text_2':['yes']}"),
                        "ranker",
                        "is it red",
                        whole("{'id':'score-1','created':1,'data':[{'index':0,'score':1}]}"),
                        Said.NOTHING),
                new Example(
                        post("/detokenize", "{'tokens':[1]}"),
                        "",
                        "detokenize",
                        whole("{'prompt':'two'}"),
                        Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(Request.get("/v1/chat/completions"), post("/tokenizer", "{}"), post("/v1/embeddings", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post("/rerank", "{'query':'red','documents':['a',{'text':'b'}]}"),
                        List.of(ChatMessage.of("user", text("red"), text("a"), text("b"))),
                        whole(
                                "{'results':[{'index':1,'document':{'text':'b'},'relevance_score':0.9},{'index':0,'relevance_score':0.1}]}"),
                        List.of(assistant(text("1: 0.9"), text("0: 0.1")))),
                new Shown(
                        post("/tokenize", "{'messages':[{'role':'user','content':'hi'}]}"),
                        List.of(user("hi")),
                        whole("{'tokens':[1,2,3]}"),
                        List.of(assistant(new MessagePart.Media("3 tokens", OptionalLong.empty())))),
                new Shown(
                        post("/classify", "{'input':['nice']}"),
                        List.of(user("nice")),
                        whole("{'data':[{'index':0,'label':'good','probs':[0.9,0.1]},{'data':[0.1,0.2]}]}"),
                        List.of(assistant(text("good"), NumberLists.unknown(2)))));
    }
}
