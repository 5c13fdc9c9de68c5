package io.reprise.core.price;

import io.reprise.core.family.ApiFamily.TokenUsage;

/**
 * Tokens that have a price.
 *
 * @param upstream the name of the upstream that counted them; empty for one without a name
 */
public record Tokens(String family, String model, String upstream, TokenUsage usage) {}
