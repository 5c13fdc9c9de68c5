package io.reprise.server;

/** A job that receives what another, identical one had asked for already. */
final class Passenger implements Subscriber.Listener {
    private final Job job;
    private final Journal journal;

    Passenger(Job job, Journal journal) {
        this.job = job;
        this.journal = journal;
    }

    @Override
    public void full() {
        // What it lacks is remembered by the flight anyway, so the upstream need not wait for it.
    }

    @Override
    public void drained() {
        // See full().
    }

    @Override
    public void gone() {
        int status = job.response().headWritten() ? job.response().getStatusCode() : 0;
        journal.note(job.outcome(Outcome.Verb.JOINED, status, 0, "the client went away"));
    }

    @Override
    public void ended(SharedResponse.End end) {
        String note = end == SharedResponse.End.WHOLE ? "" : "the upstream broke off";
        journal.note(job.outcome(Outcome.Verb.JOINED, job.response().getStatusCode(), 0, note));
    }

    @Override
    public void failed(String reason) {
        Errors.answer(job.response(), job.request(), 502, reason, true);
        journal.note(job.outcome(Outcome.Verb.FAILED, 502, 0, reason));
    }
}
