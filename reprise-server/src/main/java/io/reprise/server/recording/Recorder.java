package io.reprise.server.recording;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Attempt;
import io.reprise.core.plan.CredentialError;
import io.reprise.core.plan.MomentaryError;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.UsedRecordings;
import io.reprise.server.spool.Spool;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides whether an answer is kept, and keeps it. Blocks; to be called on workers. */
public final class Recorder {
    private static final int LOCKS = 1_024;

    /** The answer to a condition that the client has what it asks for; the condition is not part of a question. */
    private static final int NOT_MODIFIED = 304;

    /** The answer to a condition that does not hold (RFC 9110, 13.1). */
    private static final int PRECONDITION_FAILED = 412;

    private static final Set<String> PRECONDITIONS = Set.of("if-match", "if-none-match", "if-unmodified-since");

    /** The result for an answer. */
    public sealed interface Result {
        record Kept(Store.Entry entry, boolean isUnchanged) implements Result {}

        /** Not kept, for a reason that is no fault. */
        record PassedOn(String reason) implements Result {}

        /** It waits on local disk, since the store is away. */
        record PutAside(String reason) implements Result {}

        /** It should have been kept, and could not be. */
        record Lost(LossReason reason, String words) implements Result {}
    }

    private final Keeping keeping;
    private final Redaction redaction;
    private final StoreScan scan;
    private final KeepSettings policy;
    private final UsedRecordings used;
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    /**
     * Where answers are kept.
     *
     * @param spool where they wait while the store is away; empty if they are lost then
     * @param away is told that the store is away
     */
    public record Keeping(RecordingKeeper keeper, Optional<Spool> spool, Consumer<StoreException> away) {}

    public Recorder(Keeping keeping, Redaction redaction, StoreScan scan, KeepSettings policy, UsedRecordings used) {
        this.keeping = keeping;
        this.redaction = redaction;
        this.scan = scan;
        this.policy = policy;
        this.used = used;
    }

    /** Whether answers may be kept whose chunks are not in memory. */
    public boolean keepsLarge() {
        return keeping.keeper().keepsLarge() && keeping.spool().isEmpty();
    }

    /** What becomes of an answer whose body cannot be decoded: it is lost, unless it would not have been kept anyway. */
    public Result unreadable(int status, BodyEnd end, String reason) {
        String other = reasonNotToKeep(status, end == BodyEnd.BROKEN ? Ending.CUT : Ending.COMPLETE);
        return other.isEmpty() ? new Result.Lost(LossReason.UNREADABLE, reason) : new Result.PassedOn(other);
    }

    /** @param upstream the name of the upstream that answered; empty if it has none */
    public Result keep(Question question, String upstream, Response response, Attempt attempt) {
        return keep(question, upstream, new Exchange(question.request(), response), attempt, Optional.empty());
    }

    /**
     * As {@link #keep(Question, String, Response, Attempt)}, also for WebSocket conversations.
     *
     * @param lease that must still be held; empty if there is none
     */
    public Result keep(
            Question question, String upstream, Exchange arrived, Attempt attempt, Optional<OtherServers.Lease> lease) {
        Response response = arrived.response();
        int status = question.parsed().family().status(new ParsedResponse(response));
        String reason = "";
        if (isOfPrecondition(question, status)) {
            reason = "not kept: status 412 depends on a condition in the headers, which is not part of a recording";
        } else if (response.headers().first(MissLog.HEADER).isPresent()) {
            reason = "not kept: the upstream is a Reprise that has no recording for this request either";
        } else {
            reason = reasonNotToKeep(status, response.ending());
        }
        if (!reason.isEmpty()) {
            boolean isWithin = status != response.status();
            return new Result.PassedOn(isWithin ? reason + " (the stream contains an error)" : reason);
        }
        if (!redaction.words().isClean(question.test().name())
                || !redaction.words().isClean(upstream)) {
            return new Result.Lost(
                    LossReason.CREDENTIAL,
                    "the name of its test or upstream seems to be a credential, and it would be part of a file name");
        }
        Redaction.Outcome redacted = redaction.apply(arrived, question.rules()::kept);
        if (redacted instanceof Redaction.Outcome.Refused refused) {
            return new Result.Lost(LossReason.CREDENTIAL, reason(refused));
        }
        if (redacted instanceof Redaction.Outcome.Unreadable unreadable) {
            return new Result.Lost(LossReason.UNREADABLE, unreadable.reason());
        }
        Redaction.Outcome.Clean clean = (Redaction.Outcome.Clean) redacted;
        Exchange exchange = clean.exchange();
        try {
            boolean isError = MomentaryError.is(status) || MomentaryError.is(response);
            Question kept = isAsAsked(exchange.request(), question) ? question : masked(question, exchange);
            return store(kept, upstream, exchange, new Outcome(attempt, isError, lease));
        } catch (StoreException failed) {
            return new Result.Lost(LossReason.STORE, String.valueOf(failed.getMessage()));
        }
    }

    private static boolean isAsAsked(Request kept, Question question) {
        Request asked = question.request();
        return kept.body().equals(asked.body())
                && kept.path().equals(asked.path())
                && kept.query().equals(asked.query());
    }

    /** The question in the words that are kept, of which names of files are made. */
    private static Question masked(Question question, Exchange exchange) {
        return question.rules().question(exchange.request(), question.test()).of(question.upstream());
    }

    private static String reason(Redaction.Outcome.Refused refused) {
        String findings = refused.findings().stream()
                .map(CredentialFinding::toString)
                .distinct()
                .collect(Collectors.joining(", "));
        return "it seems to contain a credential (" + findings
                + "); 'redact: mask' in reprise.yaml keeps such answers with the credential masked";
    }

    /**
     * An attempt that has got its answer.
     *
     * @param isError whether clients try again after it
     */
    private record Outcome(Attempt attempt, boolean isError, Optional<OtherServers.Lease> lease) {}

    /** One answer to a question after the other, since the place of each depends on those before it. */
    private Result store(Question question, String upstream, Exchange exchange, Outcome outcome) {
        Attempt attempt = outcome.attempt();
        synchronized (locks.get(Math.floorMod(question.key().hashCode(), LOCKS))) {
            Position position = position(question, attempt);
            if (keeping.spool().filter(spool -> spool.holds(question)).isPresent()) {
                Result aside = putAside(
                        new Placed(question, upstream, exchange, position), outcome, "others to this question wait");
                if (aside instanceof Result.PutAside) {
                    return aside;
                }
            }
            RecordingKeeper.Kept kept;
            try {
                RecordingKeeper its =
                        outcome.lease().map(keeping.keeper()::under).orElse(keeping.keeper());
                kept = its.keep(question, upstream, exchange, position);
            } catch (StoreException failed) {
                if (!failed.isAway()) {
                    throw failed;
                }
                keeping.away().accept(failed);
                return putAside(
                        new Placed(question, upstream, exchange, position),
                        outcome,
                        String.valueOf(failed.getMessage()));
            }
            used.note(kept.entry());
            kept.copies().forEach(used::note);
            if (kept.effect() == RecordingKeeper.Effect.REPEATED) {
                attempt.repeated();
                return new Result.PassedOn(
                        "unchanged since occurrence " + kept.entry().recording().occurrence());
            }
            attempt.kept(kept.number(), outcome.isError());
            scan.take(kept.entry());
            return new Result.Kept(kept.entry(), kept.effect() == RecordingKeeper.Effect.UNCHANGED);
        }
    }

    /** An answer, and where it belongs. */
    private record Placed(Question question, String upstream, Exchange exchange, Position position) {}

    /** @param reason why it is not in the store */
    private Result putAside(Placed placed, Outcome outcome, String reason) {
        if (keeping.spool().isEmpty()) {
            return new Result.Lost(LossReason.STORE, reason);
        }
        Spool.Result result = keeping.spool()
                .get()
                .keep(
                        placed.question(),
                        placed.upstream(),
                        placed.exchange(),
                        placed.position(),
                        outcome.attempt().isForMissingOnly());
        if (result instanceof Spool.Result.NotKept not) {
            return new Result.Lost(LossReason.STORE, reason + "; nor can it wait on local disk: " + not.why());
        }
        outcome.attempt().putAside(((Spool.Result.Kept) result).turn(), outcome.isError());
        return new Result.PutAside(reason);
    }

    /** All tests share a model list, so what each of them gets is only kept where it is another list. */
    private static Position position(Question question, Attempt attempt) {
        Position position = attempt.position();
        boolean isFurtherList = Series.isPerUpstream(question) && position instanceof Position.Next;
        return isFurtherList ? new Position.NextChange() : position;
    }

    private static boolean isOfPrecondition(Question question, int status) {
        return status == PRECONDITION_FAILED
                && question.request().headers().fields().stream()
                        .anyMatch(field -> PRECONDITIONS.contains(field.name()));
    }

    /** Whether answers with this status are kept, if nothing else is wrong with them. */
    public boolean keeps(int status) {
        return Response.isStatus(status)
                && status != NOT_MODIFIED
                && !CredentialError.is(status)
                && (policy.keepsErrors() || !MomentaryError.is(status));
    }

    private String reasonNotToKeep(int status, Ending ending) {
        if (!Response.isStatus(status)) {
            return "not kept: status " + status + " is none of HTTP";
        }
        if (CredentialError.is(status)) {
            return "not kept: status " + status + " depends on the credentials, which are not part of a recording";
        }
        if (status == NOT_MODIFIED) {
            return "not kept: status 304 means that the client already has the answer";
        }
        if (!keeps(status)) {
            return "not kept: status " + status + "; --keep-errors keeps such answers";
        }
        boolean isUnfinished = ending == Ending.CUT || ending == Ending.EARLY;
        if (isUnfinished && !policy.keepsCut()) {
            String what = ending == Ending.CUT ? "broke off before its end" : "ended before it was complete";
            return "not kept: the answer " + what + "; --keep-cut keeps such answers";
        }
        return "";
    }
}
