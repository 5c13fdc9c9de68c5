package io.reprise.core.view;

import io.reprise.core.conversation.ChatMessage;

/**
 * A message at its place in an exchange.
 *
 * @param index from 0
 * @param firstPart the number of its first part among all parts of the exchange, from 0
 */
public record ViewedMessage(int index, Side side, int firstPart, ChatMessage message) {}
