package io.reprise.server.recording;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.plan.Plan;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.server.lookup.StoreScan;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether an answer is kept, and keeps it. Blocks; to be called on workers. */
public final class Recorder {
    /** Statuses below 500 that depend on the moment: the same request may get another answer. */
    private static final Set<Integer> OF_THE_MOMENT = Set.of(408, 409, 425, 429);

    /** Statuses that depend on the credentials, which are not part of a question. */
    private static final Set<Integer> OF_CREDENTIALS = Set.of(401, 402, 403, 407);

    /** The answer to a condition that the client has what it asks for; the condition is not part of a question. */
    private static final int NOT_MODIFIED = 304;

    /** The answer to a condition that does not hold (RFC 9110, 13.1). */
    private static final int PRECONDITION_FAILED = 412;

    private static final Set<String> PRECONDITIONS = Set.of("if-match", "if-none-match", "if-unmodified-since");

    /** The result for an answer. */
    public sealed interface Result {
        record Kept(Recording recording, boolean isUnchanged) implements Result {}

        /** Not kept, for a reason that is no fault. */
        record PassedOn(String reason) implements Result {}

        /** It should have been kept, and could not be. */
        record Lost(String reason) implements Result {}
    }

    private final RecordingKeeper keeper;
    private final Redaction redaction;
    private final Occurrences occurrences;
    private final StoreScan scan;
    private final KeepSettings policy;

    public Recorder(
            RecordingKeeper keeper, Redaction redaction, Occurrences occurrences, StoreScan scan, KeepSettings policy) {
        this.keeper = keeper;
        this.redaction = redaction;
        this.occurrences = occurrences;
        this.scan = scan;
        this.policy = policy;
    }

    /** What becomes of an answer whose body cannot be decoded: it is lost, unless it would not have been kept anyway. */
    public Result unreadable(int status, BodyEnd end, String reason) {
        String other = reasonNotToKeep(status, end == BodyEnd.BROKEN ? Ending.CUT : Ending.COMPLETE);
        return other.isEmpty() ? new Result.Lost(reason) : new Result.PassedOn(other);
    }

    /** @param upstream the name of the upstream that answered; empty if it has none */
    public Result keep(Question question, String upstream, Response response, Plan.Keeping keeping) {
        int status = question.parsed().family().status(new ParsedResponse(response));
        String reason = isOfPrecondition(question, status)
                ? "not kept: status 412 depends on a condition in the headers, which is not part of a recording"
                : reasonNotToKeep(status, response.ending());
        if (!reason.isEmpty()) {
            boolean isWithin = status != response.status();
            return new Result.PassedOn(isWithin ? reason + " (the stream tells of an error)" : reason);
        }
        Redaction.Outcome redacted = redaction.apply(new Exchange(question.request(), response));
        if (redacted instanceof Redaction.Outcome.Refused refused) {
            return new Result.Lost(reason(refused));
        }
        if (redacted instanceof Redaction.Outcome.Unreadable unreadable) {
            return new Result.Lost(unreadable.reason());
        }
        Exchange exchange = ((Redaction.Outcome.Clean) redacted).exchange();
        try {
            return store(question, upstream, exchange, keeping);
        } catch (StoreException failed) {
            return new Result.Lost(String.valueOf(failed.getMessage()));
        }
    }

    private static String reason(Redaction.Outcome.Refused refused) {
        String findings = refused.findings().stream()
                .map(CredentialFinding::toString)
                .distinct()
                .collect(Collectors.joining(", "));
        return "it seems to contain a credential (" + findings
                + "); 'redact: mask' in reprise.yaml keeps such answers with the credential masked";
    }

    private Result store(Question question, String upstream, Exchange exchange, Plan.Keeping keeping) {
        Position position = occurrences.toKeep(question.test(), question.scope(), keeping == Plan.Keeping.REPLACE);
        try {
            RecordingKeeper.Kept kept = keeper.keep(question, upstream, exchange, position);
            Recording recording = kept.entry().recording();
            occurrences.kept(question.test(), question.scope(), kept.number());
            scan.index().add(kept.entry());
            return new Result.Kept(recording, kept.effect() == RecordingKeeper.Effect.UNCHANGED);
        } catch (StoreException failed) {
            occurrences.notKept(question.test(), question.scope(), position);
            throw failed;
        }
    }

    private static boolean isOfPrecondition(Question question, int status) {
        return status == PRECONDITION_FAILED
                && question.request().headers().fields().stream()
                        .anyMatch(field -> PRECONDITIONS.contains(field.name()));
    }

    /** Whether answers with this status are kept, if nothing else is wrong with them. */
    public boolean keeps(int status) {
        boolean isOfTheMoment = status >= 500 || OF_THE_MOMENT.contains(status);
        return status != NOT_MODIFIED && !OF_CREDENTIALS.contains(status) && (policy.keepsErrors() || !isOfTheMoment);
    }

    private String reasonNotToKeep(int status, Ending ending) {
        if (OF_CREDENTIALS.contains(status)) {
            return "not kept: status " + status + " depends on the credentials, which are not part of a recording";
        }
        if (status == NOT_MODIFIED) {
            return "not kept: status 304 says only that the client has the answer already";
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
