package io.reprise.server.control;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;

/** A whole answer of the control API. */
public sealed interface ControlAnswer {
    int status();

    /** Those beside {@code content-type}, {@code cache-control} and {@code x-content-type-options}. */
    Headers headers();

    /** In which credentials are masked before it is sent. */
    record OfJson(int status, Headers headers, Json body) implements ControlAnswer {}

    /** In which credentials are masked before it is sent. */
    record OfText(int status, Headers headers, String contentType, String text) implements ControlAnswer {}

    /**
     * Sent as it is: nothing is masked.
     *
     * @param headers may name another {@code cache-control} than {@code no-store}
     */
    record OfBytes(int status, Headers headers, String contentType, Bytes bytes) implements ControlAnswer {}

    /** Status 200. */
    static ControlAnswer of(Json body) {
        return new OfJson(200, Headers.NONE, body);
    }

    static ControlAnswer error(int status, String message) {
        return new OfJson(
                status,
                Headers.NONE,
                new JsonObjectBuilder().with("error", message).done());
    }

    static ControlAnswer redirect(String location) {
        return new OfText(302, Headers.of("location", location), "text/plain; charset=utf-8", location + "\n");
    }
}
