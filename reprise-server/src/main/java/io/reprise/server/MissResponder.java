package io.reprise.server;

import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissExplainer;
import io.reprise.core.plan.Plan;
import io.reprise.server.http.ErrorAnswers.Retry;
import io.reprise.server.report.MissLog;
import io.reprise.server.report.Outcome.Verb;
import io.reprise.server.routing.Call;

/** Answers calls for which there is no recording: says which is nearest, and what differs. */
final class MissResponder {
    private static final String HEADER = "x-reprise-miss";

    private final MissExplainer explainer;
    private final MissLog log;

    MissResponder(MissExplainer explainer, MissLog log) {
        this.explainer = explainer;
        this.log = log;
    }

    /** Looks for the nearest recording on a worker. */
    void answer(Call call, Plan.Refuse refused) {
        call.scope().onWorker(() -> explainer.explain(call.question(), refused), miss -> answer(call, miss));
    }

    private void answer(Call call, Miss miss) {
        log.add(miss);
        call.client().addHeader(HEADER, call.question().key().hex());
        call.scope().answerError(Verb.MISSED, 404, miss.message(), miss.line(), Retry.USELESS);
    }
}
