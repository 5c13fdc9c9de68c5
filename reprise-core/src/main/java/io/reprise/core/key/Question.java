package io.reprise.core.key;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;

/**
 * A request together with what identifies it; made by {@link KeyRules#question}.
 *
 * @param test {@link TestId#NONE} for model lists, whatever test asked
 * @param key differs for different tests
 * @param digest the key that the same request has without a test, so that questions of different tests can be compared
 */
public record Question(Request request, TestId test, Key key, Key digest) {}
