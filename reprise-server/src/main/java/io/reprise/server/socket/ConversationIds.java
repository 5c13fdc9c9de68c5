package io.reprise.server.socket;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.Question;
import io.reprise.core.replay.fresh.FreshConversation;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.server.lookup.CacheSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Gives replays of conversations ids that no other replay has, where the server is to do so. Reads all messages: for workers. */
public final class ConversationIds {
    private final HandedOutIds handedOut;
    private final CacheSettings.Ids ids;

    /** @param handedOut remembers what the new ids stand for */
    public ConversationIds(HandedOutIds handedOut, CacheSettings.Ids ids) {
        this.handedOut = handedOut;
        this.ids = ids;
    }

    /** @param test whose client gets one of the conversations */
    List<Store.Entry> of(List<Store.Entry> recorded, TestId test) {
        if (ids == CacheSettings.Ids.RECORDED) {
            return recorded;
        }
        SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
        return recorded.stream().map(entry -> renewed(entry, test, random)).toList();
    }

    private Store.Entry renewed(Store.Entry entry, TestId test, SplittableRandom random) {
        Recording recording = entry.recording();
        Exchange exchange = recording.exchange();
        FreshConversation.Renewed renewed =
                FreshConversation.of(exchange, entry.question().parsed().family(), random, Instant.now());
        renewed.ids().forEach((old, given) -> handedOut.remember(test, given, old));
        return new Renewed(entry, recording.with(renewed.exchange().with(exchange.response())));
    }

    /** What one replay says in the place of what was recorded. */
    private record Renewed(Store.Entry entry, Recording recording) implements Store.Entry {
        @Override
        public Question question() {
            return entry.question();
        }

        @Override
        public String location() {
            return entry.location();
        }
    }
}
