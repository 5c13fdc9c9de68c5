package io.reprise.cli.transfer;

import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.Dating;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes other tools' recordings into a store. */
final class Importer {
    /** The result for one recording of the other tool. */
    sealed interface Result {
        /** @param position 2 for the second answer to the same question, and so on */
        record New(int position) implements Result {}

        /** It replaced a different answer. */
        record Replaced() implements Result {}

        /** It existed already. */
        record Unchanged() implements Result {}

        /** It has the same answer as another that was imported in this run. */
        record Duplicate(String other) implements Result {}

        /** It is another list of the models of an upstream than one that was imported in this run. */
        record Second(String other) implements Result {}

        /** It was not imported, because of its content. */
        record LeftOut(String reason) implements Result {}

        /** It could not be written. */
        record Failed(String reason) implements Result {}
    }

    private final RecordingKeeper keeper;
    private final Map<Series, List<Taken>> taken = new HashMap<>();
    /** How many answers of each series the source has given so far. */
    private final Map<Series, Integer> given = new HashMap<>();

    /**
     * A recording of this run.
     *
     * @param unwritten its answer, where the store does not have it
     */
    private record Taken(String origin, Optional<Response> unwritten) {}

    /** @param dating which recordings say their day, where it is known */
    Importer(Store store, Dating dating) {
        this.keeper = new RecordingKeeper(store, dating);
    }

    /** Begins a source. What it says again of what an earlier source has said is imported once. */
    void begin() {
        given.clear();
    }

    Result keep(FoundAnswer answer) {
        return put(answer, true);
    }

    /** The result that {@link #keep} would have; writes nothing. */
    Result look(FoundAnswer answer) {
        return put(answer, false);
    }

    private Result put(FoundAnswer answer, boolean isWritten) {
        if (answer instanceof FoundAnswer.LeftOut left) {
            return new Result.LeftOut(left.reason());
        }
        if (answer instanceof FoundAnswer.Failed failed) {
            return new Result.Failed(failed.reason());
        }
        try {
            return put((FoundAnswer.Clean) answer, isWritten);
        } catch (StoreException failed) {
            return new Result.Failed(String.valueOf(failed.getMessage()));
        }
    }

    private Result put(FoundAnswer.Clean answer, boolean isWritten) {
        Series series = Series.of(answer.question(), answer.upstream());
        List<Taken> before = taken.computeIfAbsent(series, any -> new ArrayList<>());
        boolean isOneOnly = Series.isPerUpstream(answer.question());
        int position = isOneOnly ? 1 : given.getOrDefault(series, 0) + 1;
        for (; position <= before.size(); position++) {
            if (saysTheSame(answer, before.get(position - 1), position)) {
                given.put(series, position);
                return new Result.Duplicate(before.get(position - 1).origin());
            } else if (isOneOnly) {
                return new Result.Second(before.get(0).origin());
            }
        }
        Effect effect = put(answer, new Position.At(position), isWritten);
        Response response = answer.exchange().response();
        before.add(new Taken(answer.origin(), Optional.of(response).filter(any -> !isWritten)));
        given.put(series, position);
        return switch (effect) {
            case ADDED -> new Result.New(position);
            case REPLACED -> new Result.Replaced();
            case UNCHANGED, REPEATED -> new Result.Unchanged();
        };
    }

    private Effect put(FoundAnswer.Clean answer, Position position, boolean isWritten) {
        return isWritten
                ? keeper.keep(answer.question(), answer.upstream(), answer.exchange(), position, answer.day())
                        .effect()
                : keeper.look(answer.question(), answer.upstream(), answer.exchange(), position);
    }

    private boolean saysTheSame(FoundAnswer.Clean answer, Taken other, int position) {
        return other.unwritten()
                .map(response -> answer.question()
                        .parsed()
                        .family()
                        .saysTheSame(
                                new ParsedResponse(response),
                                new ParsedResponse(answer.exchange().response())))
                .orElseGet(() -> put(answer, new Position.At(position), false) == Effect.UNCHANGED);
    }
}
