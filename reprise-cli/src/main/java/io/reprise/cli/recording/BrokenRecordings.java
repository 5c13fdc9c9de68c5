package io.reprise.cli.recording;

import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.core.store.StoreException;
import java.util.TreeSet;

/** Recordings that a command could not read: they are named at its end, in the order of their files. */
public final class BrokenRecordings {
    private final TreeSet<String> messages = new TreeSet<>();

    /** Several threads may find some. */
    public synchronized void add(StoreException broken) {
        messages.add(FailureMessage.of(broken));
    }

    synchronized int count() {
        return messages.size();
    }

    public synchronized void sayTo(ProcessEnvironment process) {
        messages.forEach(process::complain);
    }
}
