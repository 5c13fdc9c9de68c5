package io.reprise.formats.har;

import io.reprise.core.json.Json;

/** Who wrote a file, where that decides how it is read. */
enum HarWriter {
    /** Equal requests have their order in {@code _order}, and {@code content.size} means something else. */
    POLLY,
    /** The entries are in order, and have a member {@code _reprise} with what HAR cannot say. */
    REPRISE,
    OTHER;

    /** The writer of an entry: Polly.js adds its own to what Reprise has written. */
    HarWriter of(Json entry) {
        return this != OTHER && entry.get("_reprise").isPresent() ? REPRISE : this;
    }

    /** Whether bodies are always whole, whatever {@code content.size} says. */
    boolean isWhole() {
        return this != OTHER;
    }
}
