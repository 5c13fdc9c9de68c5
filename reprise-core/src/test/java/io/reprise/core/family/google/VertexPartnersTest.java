package io.reprise.core.family.google;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;

class VertexPartnersTest extends ApiFamilyContract {
    private static final String PATH = "/v1/projects/p/locations/l/publishers/mistralai/models/mistral-x%402503:";
    private static final String ASKED =
            "{'model':'mistral-x','messages':[{'role':'user','content':'one colour'}],'stream':true}";

    @Override
    protected ApiFamily family() {
        return VertexPartners.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                post(PATH + "streamRawPredict", ASKED),
                "mistral-x@2503",
                "one colour",
                events(
                        "{'id':'c1','created':1,'choices':[{'index':0,'delta':{'role':'assistant','content':'Red'},'finish_reason':null}]}",
                        "{'id':'c1','created':1,'choices':[{'index':0,'delta':{'content':'.'},'finish_reason':'stop'}],'usage':{'prompt_tokens':3,'completion_tokens':2}}",
                        "[DONE]"),
                said("Red.", 3, 2)));
    }

    /** With its finish reason, it is complete without the mark. */
    @Override
    protected int notNeeded(Example example) {
        return 1;
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post(PATH.replace("mistralai", "anthropic") + "rawPredict", ASKED),
                post(PATH + "predict", ASKED),
                post("/v1/projects/p/locations/l/endpoints/7:rawPredict", ASKED),
                Request.get(PATH + "rawPredict"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(
                post(PATH + "rawPredict", ASKED),
                List.of(user("one colour")),
                whole("{'choices':[{'index':0,'message':{'role':'assistant','content':'Red.'}}]}"),
                List.of(assistant(text("Red.")))));
    }
}
