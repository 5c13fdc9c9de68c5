package io.reprise.server.watch;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the system says about changes in directories, in the order in which they were made. One thread marks and waits; others may begin and end to
 * watch directories meanwhile.
 */
interface DirectoryEvents extends AutoCloseable {
    /** A directory that is watched; the same object for the same directory, also by another path. */
    interface Watched {
        /** Ends to watch it. */
        void end();
    }

    /** Receives changes, on the thread that waits. */
    interface Receiver {
        /** Something with this name in the directory was added, changed or removed. */
        void changed(Watched directory, Path name);

        /** Any number of changes, unnamed. */
        void overflowed(Watched directory);

        /** The directory is no longer watched, as it was removed. */
        void ended(Watched directory);
    }

    /** Opens a source of events. */
    interface Source {
        /** @throws IOException if the system does not tell of all changes below this directory, or not now */
        DirectoryEvents open(Path root) throws IOException;
    }

    /**
     * Begins to watch a directory, but not those in it.
     *
     * @throws IOException if the system does not tell of all changes in it, or not now
     */
    Watched watch(Path directory) throws IOException;

    /** Makes a change that comes after all that other threads and programs have made so far. */
    void mark() throws IOException;

    /**
     * Waits for changes, and hands them on.
     *
     * @param nanos to wait at most
     * @throws IOException if nothing is watched any more
     */
    void await(long nanos, Receiver receiver) throws IOException, InterruptedException;

    /**
     * Hands on all changes before the latest mark.
     *
     * @param nanos to wait for the mark
     * @return false if it has not come
     */
    boolean awaitMark(long nanos, Receiver receiver) throws InterruptedException;

    @Override
    void close();
}
