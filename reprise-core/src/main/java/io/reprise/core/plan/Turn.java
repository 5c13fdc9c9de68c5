package io.reprise.core.plan;

/**
 * The recording that answers next.
 *
 * @param recording the index, from 0, of the recording that answers
 * @param number how often the question was answered before in this run of its test; what varies from answer to answer
 *     depends on it
 */
public record Turn(int recording, int number) {}
