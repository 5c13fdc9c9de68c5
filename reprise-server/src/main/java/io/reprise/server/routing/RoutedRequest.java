package io.reprise.server.routing;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;

/**
 * A request without what was said to Reprise only, and what was said.
 *
 * @param isRetry whether the client repeats a request to which it got no good answer
 */
public record RoutedRequest(Request request, TestId test, Overrides overrides, boolean isRetry, PathPrefix prefix) {}
