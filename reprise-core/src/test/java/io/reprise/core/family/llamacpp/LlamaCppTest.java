package io.reprise.core.family.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlamaCppTest extends ApiFamilyContract {
    private static final String END =
            "{'index':0,'content':'','stop':true,'id_slot':3,'tokens_predicted':2,'tokens_evaluated':5,'generation_settings':{'seed':7},'timings':{'predicted_ms':1.5}}";

    @Override
    protected ApiFamily family() {
        return LlamaCpp.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/completion", "{'prompt':'name two colours','stream':true}"),
                        "",
                        "name two colours",
                        events(
                                "{'index':0,'content':'Red','stop':false}",
                                "{'index':0,'content':' and \\'stop\\'.','stop':false}".replace("\\'", "*"),
                                END),
                        said("Red and *stop*.", 5, 2)),
                new Example(
                        post("/infill", "{'input_prefix':'def f(','input_suffix':'return a'}"),
                        "",
                        "def f(",
                        whole("{'content':'a):','stop':true,'tokens_predicted':2,'tokens_evaluated':5}"),
                        said("a):", 5, 2)),
                new Example(Request.get("/slots"), "", "list", whole("[]"), Said.NOTHING),
                new Example(
                        post("/apply-template", "{'messages':[{'role':'user','content':'hi'}]}"),
                        "",
                        "hi",
                        whole("{'prompt':'<user>hi'}"),
                        Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/completions", "{}"), post("/v1/embeddings", "{}"), Request.get("/completion"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        post("/completion", "{'prompt':['one','two']}"),
                        List.of(ChatMessage.of("user", text("one"), text("two"))),
                        events("{'index':0,'content':'1'}", "{'index':1,'content':'2'}", "{'index':0,'content':'0'}"),
                        List.of(assistant(text("10")), assistant(text("2")))),
                new Shown(
                        post("/embedding", "{'content':'one'}"),
                        List.of(user("one")),
                        whole("[{'index':0,'embedding':[[0.1,0.2]]}]"),
                        List.of(assistant(NumberLists.unknown(2)))));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(new Failing(
                events("{'error':{'code':503,'message':'Loading model','type':'unavailable_error'}}"), 503));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".id_slot OTHER",
                ".timings OTHER",
                ".generation_settings.seed OTHER",
                ".content steady",
                ".tokens_cached steady");
    }

    @Test
    void waitsForTheEndOfEachPrompt() {
        ParsedRequest two = ParsedRequest.of(post("/completion", "{'prompt':['one','two'],'stream':true}"), family());
        ParsedRequest tokens = ParsedRequest.of(post("/completion", "{'prompt':[1,'two'],'stream':true}"), family());

        assertThat(family().ending(two, new ParsedResponse(events(END)))).isEqualTo(Ending.CUT);
        assertThat(family().ending(two, new ParsedResponse(events(END, END)))).isEqualTo(Ending.COMPLETE);
        assertThat(family().ending(tokens, new ParsedResponse(events(END)))).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void wordsErrorsWithTheStatusAsANumber() {
        assertThat(family().error(404, "c", "m").write(Layout.COMPACT))
                .isEqualTo("{\"error\":{\"code\":404,\"message\":\"m\",\"type\":\"not_found_error\"}}");
    }

    @Test
    void leavesTheEndOfForeignStreamsToHttp() {
        assertThat(family().ending(
                                ParsedRequest.of(post("/completion", "{}"), family()),
                                new ParsedResponse(events("{'text':'a'}"))))
                .isEqualTo(Ending.COMPLETE);
    }
}
