package io.reprise.server.catalogue;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Which recordings a filter selects that looks into bodies. Each request goes on where the one before it has stopped, and what was found out about a
 * recording holds until the recording changes.
 */
final class BodySearch {
    /** @param item of which it was found out: a recording that has changed is another item */
    private record Verdict(Item item, boolean isSelected) {}

    private final ConcurrentMap<String, Verdict> verdicts = new ConcurrentHashMap<>();

    /**
     * Reads with all processors what has not been read yet.
     *
     * @param isSelected reads a recording; is called from several threads at the same time
     * @param mustStop what has not begun by then is left for later
     * @return how many are left
     */
    int search(List<Item> items, Predicate<Item> isSelected, BooleanSupplier mustStop) {
        List<Item> unread = items.stream().filter(item -> !isKnown(item)).toList();
        new SharedWork(mustStop)
                .each(unread, item -> verdicts.put(item.location(), new Verdict(item, isSelected.test(item))));
        return (int) unread.stream().filter(item -> !isKnown(item)).count();
    }

    private boolean isKnown(Item item) {
        Verdict verdict = verdicts.get(item.location());
        return verdict != null && verdict.item() == item;
    }

    /** Whether it has been read, and is selected. */
    boolean selects(Item item) {
        Verdict verdict = verdicts.get(item.location());
        return verdict != null && verdict.item() == item && verdict.isSelected();
    }
}
