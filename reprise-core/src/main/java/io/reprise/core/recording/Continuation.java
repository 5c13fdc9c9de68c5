package io.reprise.core.recording;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.ids.ContinuedAnswer;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.ids.IdPair;
import io.reprise.core.ids.IdTranslation;
import io.reprise.core.key.Question;
import io.reprise.core.socket.ConversationComparison;
import io.reprise.core.store.Store;
import java.util.List;

/** What a new answer keeps of the one before it. */
sealed interface Continuation {
    /**
     * A new answer, compared with the one before it.
     *
     * @param exchange as it is kept if it is not the same
     * @param pairs what stands for recorded values
     */
    record Continued(Exchange exchange, boolean isSame, List<IdPair> pairs) {
        private Continued with(List<IdPair> others) {
            return new Continued(exchange, isSame, others);
        }
    }

    Continued of(Question question, String upstream, Exchange before, Exchange now);

    /** The first answer to a question. */
    default Exchange first(Question question, Exchange now) {
        return now;
    }

    /** Whether a further answer says the same as {@code last}, which was given in the same run. */
    default boolean repeats(Question question, String upstream, Store.Entry last, Exchange now) {
        Exchange before = last.recording().exchange();
        Exchange kept = store().asKept(question, upstream, first(question, now));
        if (kept.response().large().isPresent()) {
            return isEqual(question, before, kept);
        }
        if (before.socket().isPresent() || kept.socket().isPresent()) {
            return areOfOneKind(before, kept) && new ConversationComparison(question).holds(before, kept);
        }
        return new Repetition(question).is(before.response(), kept.response());
    }

    Store store();

    default void remember(Question question, List<IdPair> pairs) {}

    /** Arrival times only. */
    record OfTimes(Store store) implements Continuation {
        @Override
        public Continued of(Question question, String upstream, Exchange before, Exchange now) {
            if (now.response().large().isPresent()) {
                return new Continued(now, isEqual(question, before, now), List.of());
            }
            boolean isSame = saysTheSame(store, question, upstream, before, now);
            Exchange retimed = isSame || !areOfOneKind(before, now)
                    ? now
                    : MessageChunks.change(now, response -> KeptArrivalTimes.of(MessageChunks.of(before), response));
            return new Continued(retimed, isSame, List.of());
        }
    }

    /** Ids, times and state, too. */
    record OfIds(Store store, HandedOutIds ids) implements Continuation {
        @Override
        public Continued of(Question question, String upstream, Exchange before, Exchange now) {
            if (now.response().large().isPresent()) {
                return new OfTimes(store).of(question, upstream, before, first(question, now));
            }
            ApiFamily family = question.parsed().family();
            Response earlier = MessageChunks.of(before);
            boolean isEqual = earlier.body().equals(MessageChunks.of(now).body());
            if (family.isModelList() || isEqual || !areOfOneKind(before, now)) {
                Continued equal = new OfTimes(store).of(question, upstream, before, now);
                return equal.isSame()
                        ? equal.with(ContinuedAnswer.pairsOfLinks(
                                before.response().headers(), now.response().headers()))
                        : new Continued(first(question, equal.exchange()), false, List.of());
            }
            ContinuedAnswer continued =
                    ContinuedAnswer.of(family, earlier, MessageChunks.of(now), ids.of(question.test()));
            Exchange exchange = MessageChunks.change(now, response -> continued.response());
            boolean isSame = saysTheSame(store, question, upstream, before, exchange);
            return new Continued(exchange, isSame, continued.pairs(isSame));
        }

        @Override
        public Exchange first(Question question, Exchange now) {
            IdTranslation known = ids.of(question.test());
            ApiFamily family = question.parsed().family();
            return known.isEmpty() || family.isModelList()
                    ? now
                    : MessageChunks.change(now, response -> ContinuedAnswer.translated(response, family, known));
        }

        @Override
        public void remember(Question question, List<IdPair> pairs) {
            ids.remember(question.test(), pairs);
        }
    }

    private static boolean saysTheSame(Store store, Question question, String upstream, Exchange before, Exchange now) {
        Exchange kept = store.asKept(question, upstream, now);
        if (before.socket().isPresent() && kept.socket().isPresent()) {
            return new ConversationComparison(question).holds(before, kept);
        }
        return areOfOneKind(before, kept)
                && question.parsed()
                        .family()
                        .saysTheSame(new ParsedResponse(before.response()), new ParsedResponse(kept.response()));
    }

    /** The same for a large answer. */
    private static boolean isEqual(Question question, Exchange before, Exchange now) {
        return areOfOneKind(before, now)
                && EqualChunks.has(
                        now.response(), before.response(), question.parsed().family());
    }

    /** Whether both are conversations, or neither is. */
    private static boolean areOfOneKind(Exchange one, Exchange other) {
        return one.socket().isPresent() == other.socket().isPresent();
    }
}
