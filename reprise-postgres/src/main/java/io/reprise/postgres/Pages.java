package io.reprise.postgres;

import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads many rows in pages, so that few are in memory, and no connection is held while they are worked on. */
final class Pages {
    private static final int SIZE = 100;

    private Pages() {}

    /** A page of rows in the order of their ids. */
    interface Page {
        /** @param id after which it begins */
        List<RecordingRow> after(Connection connection, long id, int most) throws SQLException;
    }

    static void forEach(Database database, Page page, Consumer<RecordingRow> visitor) {
        forEachPage(database, page, rows -> rows.forEach(visitor));
    }

    static void forEachPage(Database database, Page page, Consumer<List<RecordingRow>> visitor) {
        long last = 0;
        List<RecordingRow> rows;
        do {
            long from = last;
            rows = database.read(Database.NOT_READ, connection -> page.after(connection, from, SIZE));
            if (!rows.isEmpty()) {
                last = rows.get(rows.size() - 1).id();
                visitor.accept(rows);
            }
        } while (!rows.isEmpty());
    }

    /** Reads one entry; empty if it has vanished, or cannot be read, as {@code broken} is told. */
    static Optional<Store.Entry> read(Supplier<Optional<Store.Entry>> unread, Consumer<StoreException> broken) {
        try {
            return unread.get();
        } catch (StoreException unreadable) {
            broken.accept(unreadable);
            return Optional.empty();
        }
    }
}
