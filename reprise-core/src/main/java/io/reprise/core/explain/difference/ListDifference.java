package io.reprise.core.explain.difference;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the places where two lists differ, at limited cost. Long lists are compared in groups of items first, then by
 * the items of the groups that differ. Parts without a common group differ as a whole.
 */
final class ListDifference {
    /** In items of each list, without the common beginning and end. */
    private static final int MOST_COMPARED = 400;

    /** The approximate number of items in a group. */
    private static final int GROUP = 16;

    /**
     * Items {@code from} (inclusive) to {@code to} (exclusive) of the recorded list, and the items of the asked list
     * that replace them. Either range may be empty.
     */
    record Edit(int from, int to, int askedFrom, int askedTo) {
        Edit shifted(int by, int askedBy) {
            return new Edit(from + by, to + by, askedFrom + askedBy, askedTo + askedBy);
        }
    }

    private ListDifference() {}

    static List<Edit> between(List<String> recorded, List<String> asked) {
        int start = 0;
        int shorter = Math.min(recorded.size(), asked.size());
        while (start < shorter && recorded.get(start).equals(asked.get(start))) {
            start++;
        }
        int end = recorded.size();
        int askedEnd = asked.size();
        while (end > start && askedEnd > start && recorded.get(end - 1).equals(asked.get(askedEnd - 1))) {
            end--;
            askedEnd--;
        }
        if (start == end && start == askedEnd) {
            return List.of();
        }
        if (start == end || start == askedEnd) {
            return List.of(new Edit(start, end, start, askedEnd));
        }
        List<String> middle = recorded.subList(start, end);
        List<String> askedMiddle = asked.subList(start, askedEnd);
        return Math.max(end, askedEnd) - start > MOST_COMPARED
                ? byGroups(middle, askedMiddle, start)
                : compared(middle, askedMiddle, start);
    }

    private static List<Edit> byGroups(List<String> recorded, List<String> asked, int shift) {
        List<Integer> starts = groupStarts(recorded);
        List<Integer> askedStarts = groupStarts(asked);
        List<Edit> edits = new ArrayList<>();
        for (Edit group : between(groups(recorded, starts), groups(asked, askedStarts))) {
            int from = starts.get(group.from());
            int to = starts.get(group.to());
            int askedFrom = askedStarts.get(group.askedFrom());
            int askedTo = askedStarts.get(group.askedTo());
            boolean isAll = to - from == recorded.size() && askedTo - askedFrom == asked.size();
            List<Edit> within = isAll
                    ? List.of(new Edit(0, to, 0, askedTo))
                    : between(recorded.subList(from, to), asked.subList(askedFrom, askedTo));
            within.forEach(edit -> edits.add(edit.shifted(from + shift, askedFrom + shift)));
        }
        return edits;
    }

    /**
     * The beginnings of the groups, and the end of the list. They depend on the items, so an insertion does not change
     * the other groups.
     */
    private static List<Integer> groupStarts(List<String> items) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 1; i < items.size(); i++) {
            if (MinHash.mix(items.get(i).hashCode()) % GROUP == 0) {
                starts.add(i);
            }
        }
        starts.add(items.size());
        return starts;
    }

    private static List<String> groups(List<String> items, List<Integer> starts) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            groups.add(String.join("\n", items.subList(starts.get(i), starts.get(i + 1))));
        }
        return groups;
    }

    private static List<Edit> compared(List<String> recorded, List<String> asked, int shift) {
        List<Edit> edits = new ArrayList<>();
        for (var delta : DiffUtils.diff(recorded, asked, new MyersDiffWithLinearSpace<String>())
                .getDeltas()) {
            int from = delta.getSource().getPosition();
            int askedFrom = delta.getTarget().getPosition();
            Edit edit = new Edit(
                    from,
                    from + delta.getSource().size(),
                    askedFrom,
                    askedFrom + delta.getTarget().size());
            Edit last = edits.isEmpty() ? null : edits.get(edits.size() - 1);
            Edit shifted = edit.shifted(shift, shift);
            if (last != null && last.to() == shifted.from() && last.askedTo() == shifted.askedFrom()) {
                edits.set(edits.size() - 1, new Edit(last.from(), shifted.to(), last.askedFrom(), shifted.askedTo()));
            } else {
                edits.add(shifted);
            }
        }
        return edits;
    }
}
