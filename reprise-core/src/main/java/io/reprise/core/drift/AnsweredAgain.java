package io.reprise.core.drift;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;

/** An answer of today to the request of a recording, in the place of the recorded one. It is in no store. */
record AnsweredAgain(Store.Entry recorded, Exchange answer) implements Store.Entry {
    @Override
    public String location() {
        return recorded.location();
    }

    @Override
    public Recording recording() {
        Recording old = recorded.recording();
        return new Recording(old.test(), old.upstream(), old.occurrence(), answer);
    }

    @Override
    public Question question() {
        return recorded.question();
    }
}
