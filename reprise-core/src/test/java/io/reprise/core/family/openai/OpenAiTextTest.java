package io.reprise.core.family.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    /** The end mark, because each choice says why it is finished. */
    @Override
    protected int notNeeded(Example example) {
        return 1;
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1/completions"), post("/v1/chat/completions", "{}"), post("/v1/embeddings", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post("/v1/completions", "{'prompt':['one','two'],'n':1}"),
                        List.of(user("one"), user("two")),
                        whole("{'choices':[{'index':0,'text':'1'},{'index':1,'text':'2'}]}"),
                        List.of(assistant(text("1")), assistant(text("2")))),
                new Shown(
                        post("/v1/fim/completions", "{'prompt':'def f(','suffix':'return a'}"),
                        List.of(user("def f(")),
                        events(
                                "{'choices':[{'index':0,'delta':{'content':'a'}}]}",
                                "{'choices':[{'index':0,'delta':{'content':'):'}}]}"),
                        List.of(assistant(text("a):")))));
    }

    @Test
    void waitsForAChoiceOfEachPrompt() {
        Request two = post("/v1/completions", "{'prompt':['one','two'],'stream':true}");
        Request tokens = post("/v1/completions", "{'prompt':[1,2,3],'stream':true}");
        ParsedResponse one = new ParsedResponse(events("{'choices':[{'index':0,'text':'a','finish_reason':'stop'}]}"));

        assertThat(family().ending(ParsedRequest.of(two, family()), one)).isEqualTo(Ending.CUT);
        assertThat(family().ending(ParsedRequest.of(tokens, family()), one)).isEqualTo(Ending.COMPLETE);
    }
}
