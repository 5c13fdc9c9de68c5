package io.reprise.server.mcp.recording;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.store.Store;
import io.reprise.server.mcp.tool.WrongCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What agents call a recording: an id of {@code list_recordings}, which is its location, or a key or its beginning. */
final class RecordingIds {
    private static final int SHORTEST_KEY = 6;

    private final Store store;

    RecordingIds(Store store) {
        this.store = store;
    }

    /** The location that is meant; what looks like a location need not be there. */
    String location(String id) {
        return isLocation(id) ? id : entry(id).location();
    }

    private static boolean isLocation(String id) {
        return id.contains("/") || id.contains(".");
    }

    /**
     * The recording with this id.
     *
     * @throws WrongCallException if there is none, or several have keys that begin so
     */
    Store.Entry entry(String id) {
        Optional<Store.Entry> there = isLocation(id) ? store.at(id) : Optional.empty();
        return there.orElseGet(() -> ofKey(id));
    }

    private Store.Entry ofKey(String id) {
        List<Store.Entry> found = new ArrayList<>();
        if (id.length() >= SHORTEST_KEY && id.matches("[0-9a-f]+")) {
            store.forEach(
                    entry -> {
                        if (entry.question().key().hex().startsWith(id) && found.size() < 2) {
                            found.add(entry);
                        }
                    },
                    broken -> {});
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new WrongCallException(
                found.isEmpty()
                        ? "there is no recording " + Quoted.of(DisplayText.visible(id))
                                + "; list_recordings says the ids, and a key has at least 6 digits"
                        : "several recordings have a key that begins with " + id
                                + "; list_recordings with the filter key:" + id + " lists them");
    }
}
