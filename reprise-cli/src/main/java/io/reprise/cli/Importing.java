package io.reprise.cli;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.formats.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts what is found in other tools' recordings into a store. */
final class Importing {
    /** What became of one finding. */
    sealed interface Result {
        record New() implements Result {}

        /** What was there said something else. */
        record Replaced() implements Result {}

        /** It was there already. */
        record Unchanged() implements Result {}

        /** It said the same as another that was imported in this run. */
        record Duplicate(String other) implements Result {}

        /** It answers a question otherwise than another that was imported in this run. */
        record Second(String other) implements Result {}

        /** It is not in the store, for a reason that lies in the source. */
        record LeftOut(String reason) implements Result {}

        /** It should be in the store and is not. */
        record Failed(String reason) implements Result {}
    }

    /** The place of a recording in the store. */
    private record Place(Key key, int occurrence, String upstream) {}

    private final Store store;
    private final KeyRules rules;
    private final Redaction redaction;
    private final Optional<TestId> test;
    private final Map<Place, Taken> places = new HashMap<>();

    /**
     * What this run has put somewhere.
     *
     * @param unwritten itself, where the store does not have it
     */
    private record Taken(String origin, Optional<Recording> unwritten) {}

    /** @param test that all recordings shall belong to; their own where it is empty */
    Importing(Store store, KeyRules rules, Redaction redaction, Optional<TestId> test) {
        this.store = store;
        this.rules = rules;
        this.redaction = redaction;
        this.test = test;
    }

    Result keep(Found found) {
        return put(found, true);
    }

    /** What {@link #keep} would do. */
    Result look(Found found) {
        return put(found, false);
    }

    private Result put(Found found, boolean isWritten) {
        if (found instanceof Found.LeftOut left) {
            return new Result.LeftOut(left.reason());
        }
        Recording recording = ((Found.Converted) found).recording();
        Redaction.Outcome outcome = redaction.apply(recording.exchange());
        if (outcome instanceof Redaction.Outcome.Refused refused) {
            return new Result.Failed("it holds what looks like a credential: "
                    + refused.findings().stream()
                            .map(CredentialFinding::toString)
                            .collect(Collectors.joining(", "))
                    + "; 'redact: mask' in reprise.yaml masks it");
        }
        return put(found.origin(), recording, ((Redaction.Outcome.Clean) outcome).exchange(), isWritten);
    }

    private Result put(String origin, Recording recording, Exchange exchange, boolean isWritten) {
        ApiFamily family = ApiFamilies.of(exchange.request());
        TestId asked = family.isModelList() ? TestId.NONE : test.orElse(recording.test());
        Question question = rules.question(exchange.request(), asked);
        Recording kept = new Recording(asked, recording.upstream(), recording.occurrence(), exchange);
        String upstream = family.isModelList() ? recording.upstream() : "";
        Place place = new Place(question.key(), kept.occurrence(), upstream);
        Taken other =
                places.putIfAbsent(place, new Taken(origin, Optional.of(kept).filter(any -> !isWritten)));
        try {
            Optional<Recording> present =
                    Optional.ofNullable(other).flatMap(Taken::unwritten).or(() -> present(question, place));
            boolean isSame = present.filter(old -> family.saysTheSame(
                            new ParsedResponse(old.exchange().response()), new ParsedResponse(exchange.response())))
                    .isPresent();
            if (other != null) {
                return isSame ? new Result.Duplicate(other.origin()) : new Result.Second(other.origin());
            }
            Result result =
                    present.isEmpty() ? new Result.New() : isSame ? new Result.Unchanged() : new Result.Replaced();
            if (isWritten && !isSame) {
                store.keep(question, kept, Store.Others.KEEP);
            }
            return result;
        } catch (StoreException failed) {
            return new Result.Failed(String.valueOf(failed.getMessage()));
        }
    }

    private Optional<Recording> present(Question question, Place place) {
        List<Store.Entry> entries = store.find(question);
        return entries.stream()
                .map(Store.Entry::recording)
                .filter(old -> old.occurrence() == place.occurrence()
                        && (place.upstream().isEmpty() || old.upstream().equals(place.upstream())))
                .findFirst();
    }
}
