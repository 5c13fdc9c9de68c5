package io.reprise.core.family.openai;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;

class OpenAiModerationsTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiModerations.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                post(
                        "/v1/moderations",
                        "{'model':'omni-moderation-latest','input':[{'type':'text','text':'be nice'}]}"),
                "omni-moderation-latest",
                "be nice",
                whole(
                        "{'id':'modr-1','results':[{'flagged':false,'categories':{'hate':false},'category_scores':{'hate':0.01}}]}"),
                Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(Request.get("/v1/moderations"), post("/v1/moderations/1", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(
                post("/v1/moderations", "{'input':'be nice'}"),
                List.of(user("be nice")),
                whole(
                        "{'results':[{'flagged':true,'categories':{'hate':false,'violence':true,'sexual':true}},{'flagged':false}]}"),
                List.of(assistant(text("flagged: violence, sexual")), assistant(text("not flagged")))));
    }
}
