package io.reprise.core.replay.pace;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import org.jspecify.annotations.Nullable;

/** What a pace can know of a recorded exchange. One serves all replays of it; safe for use by several threads. */
public final class Timeline {
    private final Exchange exchange;
    private final ApiFamily family;
    /** Counted when a model first asks; several threads may do so with the same result. */
    private volatile @Nullable Tokens tokens;

    private Timeline(Exchange exchange, ApiFamily family) {
        this.exchange = exchange;
        this.family = family;
    }

    public static Timeline of(Exchange exchange, ApiFamily family) {
        return new Timeline(exchange, family);
    }

    Response response() {
        return exchange.response();
    }

    Tokens tokens() {
        Tokens counted = tokens;
        if (counted == null) {
            counted = Tokens.count(exchange, family);
            tokens = counted;
        }
        return counted;
    }
}
