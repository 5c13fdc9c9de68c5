package io.reprise.core.family.openai.resources;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;

class OpenAiThreadsTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiResources.THREADS;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/threads/thread_1/runs", "{'assistant_id':'asst_1','model':'gpt-4o','stream':true}"),
                        "gpt-4o",
                        "runs",
                        events(
                                "{'id':'run_1','object':'thread.run','status':'queued'}",
                                "{'id':'msg_1','object':'thread.message.delta','delta':{'content':[{'index':0,'type':'text','text':{'value':'Hi'}}]}}",
                                "[DONE]"),
                        new Said("Hi", Optional.empty())),
                new Example(
                        post("/v1/threads/thread_1/messages", "{'role':'user','content':'hello there'}"),
                        "",
                        "hello there",
                        whole("{'id':'msg_1','thread_id':'thread_1','created_at':1}"),
                        Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/v1/messages", "{}"), Request.get("/forum/threads/1"), Request.get("/v1/threads"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post("/v1/threads/thread_1/runs", "{}"),
                        List.of(),
                        events(
                                "{'delta':{'content':[{'type':'text','text':{'value':'Hi'}}]}}",
                                "{'delta':{'content':[{'type':'text','text':{'value':' you'}}]}}",
                                "[DONE]"),
                        List.of(assistant(text("Hi you")))),
                new Shown(
                        Request.get("/v1/threads/thread_1/messages"),
                        List.of(),
                        whole("{'data':[{'content':[{'type':'text','text':{'value':'Hi'}}]}]}"),
                        List.of(assistant(text("Hi")))));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(new Failing(events("{'error':{'code':'rate_limit_exceeded','message':'x'}}"), 429));
    }
}
