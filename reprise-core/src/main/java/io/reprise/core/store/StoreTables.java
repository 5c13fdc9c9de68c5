package io.reprise.core.store;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** The tables of a store in a database, which have to be made before it can be opened. */
public interface StoreTables extends AutoCloseable {
    /**
     * What is there.
     *
     * @param place of the store, for people; without a password
     * @param version of the tables, from 1; empty if there are none
     * @param newest the version that this program makes and needs
     * @param recordings of the project; 0 if there are no tables of this version
     * @param tests that have recordings
     * @param bytes that the tables of all projects take, with their indexes
     */
    record Status(String place, OptionalInt version, int newest, long recordings, long tests, long bytes) {
        /** Whether the store can be opened by this program. */
        public boolean isCurrent() {
            return version.isPresent() && version.getAsInt() == newest;
        }
    }

    /** @throws StoreException if the database cannot be reached */
    Status status();

    /**
     * A change of a recording.
     *
     * @param kind ADDED, REPLACED or REMOVED
     * @param location of the recording
     * @param role as which the program was connected
     * @param address from which it was connected; empty if that was a socket of the same machine
     */
    record LogEntry(Instant at, String kind, String location, String role, String address) {}

    /**
     * The latest changes of the project, the oldest of them first.
     *
     * @throws StoreException if the database cannot be reached, or the tables are not current
     */
    List<LogEntry> log(int most);

    /**
     * Deletes what is due of the project. Servers that are running see it. It may be broken off at any time.
     *
     * @param isDeleted whether it is deleted, and not only counted
     * @throws StoreException if the database cannot be reached, or does not permit it; what was deleted before stays deleted
     */
    Retention.Outcome prune(Retention retention, boolean isDeleted);

    /**
     * Makes the tables, or changes them to the newest version; data stays. Several programs may do it at once.
     *
     * @return the versions that were made, in their order; none if the tables were current
     * @throws StoreException if the database cannot be reached, or does not permit it; then nothing has changed
     */
    List<Integer> make();

    @Override
    void close();
}
