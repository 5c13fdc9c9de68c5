package io.reprise.core.view;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;

/** An entry of no store. */
public record KeptEntry(String location, Recording recording) implements Store.Entry {
    public static KeptEntry of(Request request, Response response) {
        return new KeptEntry("a.json", new Recording(TestId.NONE, "", 1, new Exchange(request, response)));
    }

    @Override
    public Question question() {
        return KeyRules.NONE.question(recording.exchange().request(), recording.test());
    }
}
