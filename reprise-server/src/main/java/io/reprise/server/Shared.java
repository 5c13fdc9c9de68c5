package io.reprise.server;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Occurrences;

/** What all event loops of a server have in common. */
record Shared(ServerSettings settings, KeyRules rules, Archive archive, Journal journal, Misses misses) {
    /** All that has to do with recordings. */
    record Archive(Library library, Recorder recorder, Flights flights, Occurrences occurrences, Losses losses) {}
}
