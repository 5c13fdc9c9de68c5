package io.reprise.core.family.mistral;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;

class MistralBatchesTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'model':'mistral-x','endpoint':'/v1/chat/completions','requests':[{'custom_id':'0','body':{'messages':[{'role':'user','content':'one colour'}]}}]}";
    private static final String ANSWER =
            "{'id':'b1','input_files':['f1'],'output_file':null,'status':'QUEUED','created_at':1787150442}";

    @Override
    protected ApiFamily family() {
        return MistralBatches.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(post("/v1/batch/jobs", ASKED), "mistral-x", "one colour", whole(ANSWER), Said.NOTHING),
                new Example(Request.get("/v1/batch/jobs/b1"), "", "", whole(ANSWER), Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/v1/batches", ASKED), Request.get("/v1/jobs/b1"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(post("/v1/batch/jobs", ASKED), List.of(user("one colour")), whole(ANSWER), List.of()));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".id ID",
                ".input_files ID",
                ".output_file ID",
                ".created_at TIME",
                ".outputs[].id ID",
                ".outputs[].custom_id steady",
                ".outputs[].response.body.id ID",
                ".status steady");
    }
}
