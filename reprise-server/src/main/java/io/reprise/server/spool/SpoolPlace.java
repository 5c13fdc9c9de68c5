package io.reprise.server.spool;

import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Where an answer belongs in the store, as the name of the directory in which it waits.
 *
 * @param number of the {@link Position}; 0 for none
 * @param isNamed whether the request named the upstream
 */
record SpoolPlace(Kind kind, int number, boolean isNamed) {
    private static final Pattern NAME = Pattern.compile("(first|only|at|renewal|missing|next)-([0-9]{1,9})(-named)?");

    /** In the order in which those of the same moment are delivered. */
    enum Kind {
        FIRST,
        ONLY,
        AT,
        RENEWAL,
        /** As the next, but only if there is none. */
        MISSING,
        NEXT
    }

    /** @param isForMissingOnly whether it is only needed if the store has no other answer */
    static SpoolPlace of(Position position, Question question, boolean isForMissingOnly) {
        boolean isNamed = question.upstream().isPresent();
        if (position instanceof Position.First) {
            return new SpoolPlace(Kind.FIRST, 0, isNamed);
        } else if (position instanceof Position.Only) {
            return new SpoolPlace(Kind.ONLY, 0, isNamed);
        } else if (position instanceof Position.At at) {
            return new SpoolPlace(Kind.AT, at.number(), isNamed);
        } else if (position instanceof Position.Renewal) {
            return new SpoolPlace(Kind.RENEWAL, 0, isNamed);
        }
        int given = position instanceof Position.Next next ? next.given() : ((Position.NextChange) position).given();
        return new SpoolPlace(isForMissingOnly ? Kind.MISSING : Kind.NEXT, given, isNamed);
    }

    static Optional<SpoolPlace> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new SpoolPlace(
                        Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3) != null))
                : Optional.empty();
    }

    String name() {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + number + (isNamed ? "-named" : "");
    }

    /** The question as it was asked. */
    Question question(Store.Entry waiting) {
        Question question = waiting.question();
        return isNamed ? question.of(Optional.of(waiting.recording().upstream())) : question;
    }

    /** Keeps what waits. Nothing changes if that has been done before. */
    RecordingKeeper.Kept deliver(Store.Entry waiting, Store store, RecordingKeeper keeper) {
        Recording recording = waiting.recording();
        Question question = question(waiting);
        return keeper.keep(
                question,
                recording.upstream(),
                recording.exchange(),
                position(question, recording, store, keeper),
                recording.recordedOn());
    }

    private Position position(Question question, Recording recording, Store store, RecordingKeeper keeper) {
        return switch (kind) {
            case FIRST -> new Position.First(true);
            case ONLY -> new Position.Only();
            case MISSING, NEXT -> new Position.NextChange(number);
            case AT ->
                number >= 1
                                && number
                                        <= store.series(question, recording.upstream())
                                                .size()
                        ? new Position.At(number)
                        : new Position.NextChange();
            case RENEWAL -> theSame(question, recording, store, keeper).orElseGet(Position.Renewal::new);
        };
    }

    /** The place of one that says the same. */
    private static Optional<Position> theSame(
            Question question, Recording recording, Store store, RecordingKeeper keeper) {
        return IntStream.rangeClosed(
                        1, store.series(question, recording.upstream()).size())
                .<Position>mapToObj(Position.At::new)
                .filter(at -> keeper.look(question, recording.upstream(), recording.exchange(), at)
                        == RecordingKeeper.Effect.UNCHANGED)
                .findFirst();
    }

    /** Whether the store has other answers, so that this one is not needed. */
    boolean isNeedless(Store.Entry waiting, Store store, RecordingKeeper keeper) {
        Question question = question(waiting);
        return kind == Kind.MISSING
                && (hasAny(question, store) || number == 0 && hasAny(question.withoutTest(), store))
                && theSame(question, waiting.recording(), store, keeper).isEmpty();
    }

    private static boolean hasAny(Question question, Store store) {
        return !store.find(question).entries().isEmpty();
    }
}
