package io.reprise.core.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to one text that are gathered first and made at once. Those that overlap are made as one. */
final class TextEdits {
    private record Edit(int from, int to, String replacement) {}

    private final List<Edit> edits = new ArrayList<>();

    void replace(int from, int to, String replacement) {
        edits.add(new Edit(from, to, replacement));
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    String applyTo(String text) {
        edits.sort(Comparator.comparingInt(Edit::from).thenComparing(Edit::to, Comparator.reverseOrder()));
        StringBuilder changed = new StringBuilder(text.length());
        int done = 0;
        for (int i = 0; i < edits.size(); ) {
            Edit first = edits.get(i);
            int to = first.to;
            String replacement = first.replacement;
            for (i++; i < edits.size() && edits.get(i).from < to; i++) {
                to = Math.max(to, edits.get(i).to);
                replacement = replacement.isEmpty() ? edits.get(i).replacement : replacement;
            }
            changed.append(text, done, first.from).append(replacement);
            done = to;
        }
        return changed.append(text, done, text.length()).toString();
    }
}
