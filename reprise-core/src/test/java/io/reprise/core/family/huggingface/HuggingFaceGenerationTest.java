package io.reprise.core.family.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HuggingFaceGenerationTest extends ApiFamilyContract {
    private static final String TOKEN =
            "{'index':1,'token':{'id':10,'text':'Red','logprob':-0.1,'special':false},'generated_text':null,'details':null}";
    private static final String LAST =
            "{'index':2,'token':{'id':2,'text':'.','logprob':-0.1,'special':false},'generated_text':'Red.','details':{'finish_reason':'length','generated_tokens':2,'input_length':5,'seed':7}}";

    @Override
    protected ApiFamily family() {
        return HuggingFace.GENERATION;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/generate_stream", "{'inputs':'name a colour'}"),
                        "",
                        "name a colour",
                        events(TOKEN, LAST),
                        said("Red.", 5, 2)),
                new Example(
                        post("/generate", "{'inputs':'name a colour'}"),
                        "",
                        "name a colour",
                        whole("{'generated_text':'Red.'}"),
                        new Said("Red.", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/api/generate", "{}"), Request.get("/generate"), post("/generates", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(
                post("/generate_stream", "{'inputs':'name a colour'}"),
                List.of(user("name a colour")),
                events(TOKEN, LAST.replace("'special':false", "'special':true")),
                List.of(assistant(text("Red")))));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(events(TOKEN, "{'error':'Model is overloaded','error_type':'overloaded'}"), 503),
                new Failing(
                        events("{'error':'`inputs` must have less than 1024 tokens','error_type':'validation'}"), 400),
                new Failing(events("{'error':'CUDA out of memory','error_type':'generation'}"), 500));
    }

    @Override
    protected List<String> members() {
        return List.of(".token.id steady", ".details.seed OTHER", ".generated_text steady");
    }

    @Test
    void wordsErrorsAsATextBesideAType() {
        assertThat(family().error(404, "c", "m").write(Layout.COMPACT))
                .isEqualTo("{\"error\":\"m\",\"error_type\":\"c\"}");
    }

    @Test
    void leavesTheEndOfForeignStreamsToHttp() {
        assertThat(family().ending(
                                ParsedRequest.of(post("/generate", "{}"), family()),
                                new ParsedResponse(events("{'text':'a'}"))))
                .isEqualTo(Ending.COMPLETE);
    }
}
