package io.reprise.formats.har;

/** Who wrote a file, where that decides how it is read. */
enum HarWriter {
    /** Equal requests have their order in {@code _order}, and {@code content.size} means something else. */
    POLLY,
    /** The entries are in order, and have a member {@code _reprise} with what HAR cannot say. */
    REPRISE,
    OTHER;

    /** Whether bodies are always whole, whatever {@code content.size} says. */
    boolean isWhole() {
        return this != OTHER;
    }
}
