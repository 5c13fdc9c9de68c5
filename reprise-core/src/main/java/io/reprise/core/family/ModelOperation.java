package io.reprise.core.family;

/**
 * What a model is asked to do, in the words of OpenTelemetry's conventions for generative AI.
 *
 * @param provider a value of {@code gen_ai.provider.name}; of several that offer the same API, the one that defined it
 * @param name a value of {@code gen_ai.operation.name}
 */
public record ModelOperation(String provider, String name) {}
