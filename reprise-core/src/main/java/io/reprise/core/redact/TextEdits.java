package io.reprise.core.redact;

import io.reprise.core.exchange.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects changes to a text and makes them together. Overlapping changes are joined. */
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
        StringBuilder changed = new StringBuilder(text.length());
        int done = 0;
        for (Edit edit : merged()) {
            changed.append(text, done, edit.from).append(edit.replacement);
            done = edit.to;
        }
        return changed.append(text, done, text.length()).toString();
    }

    /** The changes to a text of one character for each byte, as changes to the bytes. */
    List<Bytes.Replacement> replacements() {
        return merged().stream()
                .map(edit -> new Bytes.Replacement(edit.from, edit.to, Bytes.utf8(edit.replacement)))
                .toList();
    }

    private List<Edit> merged() {
        edits.sort(Comparator.comparingInt(Edit::from).thenComparing(Edit::to, Comparator.reverseOrder()));
        List<Edit> merged = new ArrayList<>();
        for (int i = 0; i < edits.size(); ) {
            Edit first = edits.get(i);
            int to = first.to;
            String replacement = first.replacement;
            for (i++; i < edits.size() && edits.get(i).from < to; i++) {
                to = Math.max(to, edits.get(i).to);
                replacement = replacement.isEmpty() ? edits.get(i).replacement : replacement;
            }
            merged.add(new Edit(first.from, to, replacement));
        }
        return merged;
    }
}
