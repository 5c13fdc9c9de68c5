package io.reprise.core.plan;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import java.util.Set;

/** Errors that depend on the moment: the same request may get another answer, and SDKs try again. */
public final class MomentaryError {
    private static final Set<Integer> BELOW_500 = Set.of(408, 409, 425, 429);

    private MomentaryError() {}

    /** Whether a status says so. */
    public static boolean is(int status) {
        return status >= 500 || BELOW_500.contains(status);
    }

    /** Whether clients try again after this answer; an error may say so itself ({@code x-should-retry}). */
    public static boolean is(Response response) {
        if (response.status() < 400) {
            return response.ending() == Ending.CUT && response.format() == StreamFormat.WHOLE;
        }
        return response.headers()
                .first("x-should-retry")
                .map(said -> said.equalsIgnoreCase("true"))
                .orElseGet(() -> is(response.status()));
    }
}
