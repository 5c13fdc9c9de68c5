package io.reprise.core.exchange;

/** What a chunk says, and how its format spells it. */
public record SpelledChunk(PlainChunk plain, Dialect dialect) {}
