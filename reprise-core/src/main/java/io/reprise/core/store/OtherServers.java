package io.reprise.core.store;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What servers that use the same store agree about: which of them asks an upstream for all, and that tests start over. All methods may block and may be
 * called from any thread; they throw {@link StoreException} if the store cannot be reached.
 */
public interface OtherServers {
    /**
     * What one claim is known by. Whoever knows it may follow the answer, so that it must not get into a log.
     *
     * @param hex at least 128 random bits
     */
    record Token(String hex) {
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /**
     * A server that asks an upstream.
     *
     * @param address a URL under which other servers reach it
     */
    record Holder(String address, Token token) {}

    /**
     * Which question a server is about to ask an upstream.
     *
     * @param self who would ask; the token is a new one
     * @param looked what was found before in the store
     * @param instead the token of a holder that is gone, whose place may be taken
     */
    record Wanted(Question question, Holder self, Collection<Store.Version> looked, Optional<Token> instead) {}

    /** The permission to ask, and to keep the answer by {@link Store#under}. */
    interface Lease {
        /** Lets others ask. Only the first call counts. Throws nothing: a lease that cannot be given back runs out. */
        void release();

        boolean isReleased();
    }

    /** What became of a claim. */
    sealed interface Claim {
        record Held(Lease lease) implements Claim {}

        /** Another server is asking. */
        record Elsewhere(Holder holder) implements Claim {}

        /** The recordings have changed since they were looked at, so that there may be nothing to ask. Nobody holds a lease because of this claim. */
        record LookAgain() implements Claim {}
    }

    /** Claims a question for this server. */
    Claim claim(Wanted wanted);

    /** The host from which the store sees this server, as a URL has it; empty if it does not know. */
    Optional<String> hostOfThisServer();

    /**
     * Tells the other servers that a test starts over, or all of them. Returns when they can be expected to know.
     *
     * @param test empty for all
     */
    void startOver(Optional<TestId> test);

    /** Has {@code starts} called when another server says that a test starts over, until the returned object is closed. It must be quick. */
    Store.Watch watchStarts(Consumer<Optional<TestId>> starts);
}
