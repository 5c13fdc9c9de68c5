package io.reprise.core.family.huggingface;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class HuggingFaceTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return HuggingFace.INFERENCE;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/models/acme/tiny-bert", "{'inputs':'I like it'}"),
                        "acme/tiny-bert",
                        "I like it",
                        whole("[[{'label':'good','score':0.9}]]"),
                        new Said("good", Optional.empty())),
                new Example(
                        post("/hf-inference/models/acme/tiny/pipeline/feature-extraction", "{'inputs':['a','b']}"),
                        "acme/tiny",
                        "a b",
                        whole("[[0.1,0.2],[0.3,0.4]]"),
                        Said.NOTHING),
                new Example(
                        post(
                                "/pipeline/question-answering/acme/tiny",
                                "{'inputs':{'question':'who is it','context':'It is me.'}}"),
                        "acme/tiny",
                        "who is it",
                        whole("{'answer':'me','score':0.9}"),
                        new Said("me", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/models/acme"),
                post("/models/chat/completions", "{}"),
                post("/v1/models/gemini:generateContent", "{}"),
                post("/models/a/b/c", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        Request sound = new Request(
                "POST", "/models/acme/listener", "", Headers.of("content-type", "audio/flac"), Bytes.utf8("fLaC12"));
        return List.of(
                new Shown(
                        sound,
                        List.of(ChatMessage.of("user", new MessagePart.Media("audio/flac", OptionalLong.of(6)))),
                        whole("{'text':'hello'}"),
                        List.of(assistant(text("hello")))),
                new Shown(
                        post("/models/acme/tiny", "{'inputs':['a','b']}"),
                        List.of(ChatMessage.of("user", text("a"), text("b"))),
                        whole("[[0.1,0.2],[0.3,0.4]]"),
                        List.of(assistant(NumberLists.unknown(2), NumberLists.unknown(2)))),
                new Shown(
                        post("/models/acme/painter", "{'inputs':'a fox'}"),
                        List.of(user("a fox")),
                        Response.whole(200, "image/jpeg", Bytes.utf8("JFIF")),
                        List.of(assistant(new MessagePart.Media("image/jpeg", OptionalLong.of(4))))),
                new Shown(
                        post("/models/acme/tiny", "{'inputs':'fine'}"),
                        List.of(user("fine")),
                        whole("[[{'label':'good','score':0.9},{'label':'bad','score':0.1}]]"),
                        List.of(assistant(text("good 0.9"), text("bad 0.1")))));
    }
}
