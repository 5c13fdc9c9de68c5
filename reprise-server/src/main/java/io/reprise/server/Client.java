package io.reprise.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/**
 * Who asked, and waits for the response.
 *
 * @param startNanos when the first line of the request had been read, by {@link System#nanoTime}
 * @param wholeNanos when its last byte had been read
 */
record Client(HttpServerResponse response, HttpConnection connection, long startNanos, long wholeNanos) {}
