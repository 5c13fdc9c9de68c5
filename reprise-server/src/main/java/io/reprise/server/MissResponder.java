package io.reprise.server;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissExplainer;
import io.reprise.core.plan.Plan;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.routing.Call;
import io.reprise.server.upstream.MissingKeys;
import java.util.Optional;

/** Answers calls for which there is no recording: says which is nearest, and what differs. */
final class MissResponder {

    private final MissExplainer explainer;
    private final MissLog log;
    private final MissingKeys missingKeys;

    MissResponder(MissExplainer explainer, MissLog log, MissingKeys missingKeys) {
        this.explainer = explainer;
        this.log = log;
        this.missingKeys = missingKeys;
    }

    /** @param undecodable why the body was compared as it came; empty for one that was decoded, or had no codings */
    private record Explained(Miss miss, Optional<String> undecodable) {}

    /** Looks for the nearest recording on a worker. */
    void answer(Call call, Plan.Refuse refused) {
        call.scope()
                .onWorker(
                        () -> new Explained(
                                miss(call, refused), undecodable(call.question().request())),
                        explained -> answer(call, explained));
    }

    private Miss miss(Call call, Plan.Refuse refused) {
        return MissExplainer.because(missingKeys.why(call), explainer.explain(call.question(), refused));
    }

    /** SDKs try neither of them again, and say of the first that it is about the key. */
    private static int status(Miss miss) {
        return miss.remedy().missingKey().isPresent() ? 401 : 404;
    }

    private void answer(Call call, Explained explained) {
        Miss miss = explained.miss();
        String why = explained
                .undecodable()
                .map(reason -> "the request body cannot be decoded and is compared as it came: "
                        + call.scope().masked(reason))
                .orElse("");
        call.scope().missedAs(log.add(miss, call.question()));
        call.client().addHeader(MissLog.HEADER, call.question().key().hex());
        call.scope()
                .answerError(
                        Verb.MISSED,
                        status(miss),
                        why.isEmpty() ? miss.message() : why + "\n" + miss.message(),
                        why.isEmpty() ? miss.line() : why + "; " + miss.line(),
                        Retry.USELESS);
    }

    /** Decodes it again, in steps that nobody keeps. A request that could be decoded has no codings any more. */
    private static Optional<String> undecodable(Request request) {
        if (!ContentDecoder.isCoded(request.headers())) {
            return Optional.empty();
        }
        try (ContentDecoder decoder = new ContentDecoder(request.headers(), DecodingLimits.REQUEST.inSteps())) {
            decoder.feedInSteps(new Chunk(0, request.body()), decoded -> {});
            return Optional.of(decoder.failure().orElse("its content coding is incomplete"));
        }
    }
}
