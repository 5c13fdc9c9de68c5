package io.reprise.server.replay;

import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.replay.fresh.FreshIds;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.routing.RoutedQuestion;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;

/** Gives replays ids that no other replay has, where the server is to do so. One for each event loop. */
public final class IdRewriter {
    private final HandedOutIds handedOut;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    /** @param handedOut remembers what the new ids stand for */
    public IdRewriter(HandedOutIds handedOut) {
        this.handedOut = handedOut;
    }

    /** @param asked by the client that gets the answer; it gets the ids back that it sent */
    PreparedResponse of(PreparedResponse recorded, RoutedQuestion asked) {
        if (recorded.freshIds().isEmpty()) {
            return recorded;
        }
        FreshIds.Renewed renewed = recorded.freshIds().get().renew(asked.sentIds(), random, Instant.now());
        TestId test = asked.question().test();
        renewed.ids().forEach((old, given) -> handedOut.remember(test, given, old));
        return recorded.with(renewed.response());
    }
}
