package io.reprise.core.replay.pace;

import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedExchange;
import org.jspecify.annotations.Nullable;

/**
 * The data about a recorded exchange that a pace uses. One serves all replays of it; safe for use by several threads.
 */
public final class Timeline {
    private final ParsedExchange exchange;
    /** Counted when a model first asks; several threads may do so with the same result. */
    private volatile @Nullable Tokens tokens;

    private Timeline(ParsedExchange exchange) {
        this.exchange = exchange;
    }

    public static Timeline of(ParsedExchange exchange) {
        return new Timeline(exchange);
    }

    Response response() {
        return exchange.response().response();
    }

    Tokens tokens() {
        Tokens counted = tokens;
        if (counted == null) {
            counted = Tokens.count(exchange);
            tokens = counted;
        }
        return counted;
    }
}
