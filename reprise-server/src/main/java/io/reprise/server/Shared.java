package io.reprise.server;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.Paces;

/** What all event loops of a server have in common. */
record Shared(ServerSettings settings, Rules policy, Archive archive, Journal journal, MissLog misses) {
    /** What decides which question a request asks, and how it is answered. */
    record Rules(KeyRules keys, FaultRules faults, Paces paces) {}

    KeyRules rules() {
        return policy.keys();
    }

    FaultRules faults() {
        return policy.faults();
    }

    Paces paces() {
        return policy.paces();
    }

    /** All that has to do with recordings. */
    record Archive(Recordings recordings, InFlightRequests flights, Occurrences occurrences, FailedRecordings losses) {
        RecordingCache library() {
            return recordings.library();
        }

        Recorder recorder() {
            return recordings.recorder();
        }

        Listing listing() {
            return recordings.listing();
        }
    }

    /** What reads and writes the store. */
    record Recordings(RecordingCache library, Recorder recorder, Listing listing) {}
}
