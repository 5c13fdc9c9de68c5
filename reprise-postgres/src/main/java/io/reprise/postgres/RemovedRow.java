package io.reprise.postgres;

import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;

/** A recording that was removed. */
record RemovedRow(PostgresEntry entry, RecordingTable.Content content) implements Store.Removed {
    @Override
    public Recording recording() {
        return content.recording();
    }

    @Override
    public long size() {
        return content.written().text().size()
                + content.written().bodies().stream()
                        .mapToLong(body -> body.content().size())
                        .sum();
    }
}
