package io.reprise.core.family;

import io.reprise.core.exchange.Response;

/** An exchange, and what is known of both its sides. */
public record ParsedExchange(ParsedRequest request, ParsedResponse response) {

    public static ParsedExchange of(ParsedRequest request, Response response) {
        return new ParsedExchange(request, new ParsedResponse(response));
    }

    public ApiFamily family() {
        return request.family();
    }
}
