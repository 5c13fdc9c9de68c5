package io.reprise.cli;

import io.reprise.core.store.StoreException;
import java.util.TreeSet;

/** Recordings that a command could not read: they are named at its end, in the order of their files. */
final class BrokenRecordings {
    private final TreeSet<String> messages = new TreeSet<>();

    /** Several threads may find some. */
    synchronized void add(StoreException broken) {
        messages.add(FailureMessage.of(broken));
    }

    synchronized int count() {
        return messages.size();
    }

    synchronized void sayTo(ProcessEnvironment process) {
        messages.forEach(process::complain);
    }
}
