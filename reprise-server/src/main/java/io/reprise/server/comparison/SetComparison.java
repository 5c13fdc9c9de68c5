package io.reprise.server.comparison;

import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Compares two sets of recordings. Files with the same bytes are not read as recordings. */
public final class SetComparison {
    private final KeyRules rules;
    private final CredentialMask mask;
    private final Consumer<StoreException> broken;
    private final Changes changes;

    /**
     * @param most how many differences are kept in memory; of further ones there is the verdict only
     * @param broken told of each file that is no recording
     */
    public SetComparison(KeyRules rules, CredentialMask mask, int most, Consumer<StoreException> broken) {
        this.rules = rules;
        this.mask = mask;
        this.broken = broken;
        this.changes = new Changes(most);
    }

    /** @param step called for each file that is compared */
    public SetDifference between(RecordingSet a, RecordingSet b, Runnable step) {
        int digits = Math.max(a.digits(), b.digits());
        Map<String, String> before = a.digests(digits);
        Map<String, String> after = b.digests(digits);
        List<String> onlyA = new ArrayList<>();
        for (Map.Entry<String, String> file : before.entrySet()) {
            step.run();
            String other = after.get(file.getKey());
            if (other == null) {
                onlyA.add(file.getKey());
            } else if (other.equals(file.getValue())) {
                changes.addSame();
            } else {
                compare(a, file.getKey(), b, file.getKey());
            }
        }
        TreeSet<String> onlyB = new TreeSet<>(after.keySet());
        onlyB.removeAll(before.keySet());
        List<String> leftA = pairRenamed(a, onlyA, b, onlyB);
        return changes.with(leftA, List.copyOf(onlyB));
    }

    /** A recording may have got another file name; its test, key and occurrence are the same then. */
    private List<String> pairRenamed(RecordingSet a, List<String> onlyA, RecordingSet b, TreeSet<String> onlyB) {
        Map<String, String> places = new HashMap<>();
        if (!onlyA.isEmpty()) {
            onlyB.forEach(location -> read(b, location).ifPresent(entry -> places.put(identity(entry), location)));
        }
        List<String> left = new ArrayList<>();
        for (String location : onlyA) {
            String other = read(a, location)
                    .map(entry -> places.remove(identity(entry)))
                    .orElse(null);
            if (other == null) {
                left.add(location);
            } else {
                onlyB.remove(other);
                compare(a, location, b, other);
            }
        }
        return left;
    }

    private static String identity(Store.Entry entry) {
        return entry.question().key().hex() + "." + entry.recording().occurrence() + "."
                + entry.recording().upstream();
    }

    private void compare(RecordingSet a, String locationA, RecordingSet b, String locationB) {
        Optional<Store.Entry> before = read(a, locationA);
        Optional<Store.Entry> after = read(b, locationB);
        if (before.isPresent() && after.isPresent()) {
            changes.add(locationA, locationB, RecordingDifference.between(before.get(), after.get(), mask));
        }
    }

    private Optional<Store.Entry> read(RecordingSet set, String location) {
        try {
            return Optional.of(LoadedRecording.of(set, location, rules));
        } catch (StoreException unreadable) {
            broken.accept(unreadable);
            return Optional.empty();
        }
    }
}
