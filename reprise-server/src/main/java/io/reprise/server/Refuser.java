package io.reprise.server;

import io.reprise.core.store.StoreException;
import io.vertx.core.Vertx;

/** Answers requests that get no recording and no upstream. */
final class Refuser {
    private final Vertx vertx;
    private final Shared shared;

    Refuser(Vertx vertx, Shared shared) {
        this.vertx = vertx;
        this.shared = shared;
    }

    /** There is no recording: says what is nearest, off the event loop. */
    void miss(Job job, boolean isUsedUp) {
        vertx.executeBlocking(() -> shared.misses().explain(job, isUsedUp), false)
                .onSuccess(explained -> {
                    job.response()
                            .headers()
                            .set("x-reprise-miss", job.question().key().hex());
                    Errors.answer(job.response(), job.request(), 404, explained.message(), false);
                    shared.journal().note(job.outcome(Outcome.Verb.MISSED, 404, 0, explained.line()));
                })
                .onFailure(cause -> broken(job, cause));
    }

    /** The request asks for what cannot be done. */
    void refuse(Job job, int status, String reason) {
        Errors.answer(job.response(), job.request(), status, reason, false);
        shared.journal().note(job.outcome(Outcome.Verb.REFUSED, status, 0, reason));
    }

    /** The upstream gave no answer. */
    void fail(Job job, String reason) {
        Errors.answer(job.response(), job.request(), 502, reason, true);
        shared.journal().note(job.outcome(Outcome.Verb.FAILED, 502, 0, reason));
    }

    /** A recording is there, but cannot be read; or something went wrong that should not. */
    void broken(Job job, Throwable cause) {
        String reason = cause instanceof StoreException ? String.valueOf(cause.getMessage()) : "unexpected: " + cause;
        Errors.answer(job.response(), job.request(), 500, reason, false);
        shared.journal().note(job.outcome(Outcome.Verb.FAILED, 500, 0, reason));
    }
}
