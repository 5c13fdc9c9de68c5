package io.reprise.core.key;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;

/**
 * A request together with what identifies it.
 *
 * @param test {@link TestId#NONE} for model lists, whatever test asked
 * @param key made by {@link KeyRules#question}
 */
public record Question(Request request, TestId test, Key key) {}
