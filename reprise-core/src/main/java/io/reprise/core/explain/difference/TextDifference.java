package io.reprise.core.explain.difference;

import io.reprise.core.explain.difference.ListDifference.Edit;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the differences between a recorded text and an asked one, word by word: {@code [-only recorded-]} and
 * {@code {+only asked+}}, with some words before and after.
 */
final class TextDifference {
    private static final int MOST_CHANGES = 4;
    private static final int MOST_OF_A_CHANGE = 100;
    private static final int CONTEXT = 32;
    /** Longer unchanged text between two changes is shortened in the middle. */
    private static final int MOST_BETWEEN = 2 * CONTEXT + 8;

    private final List<String> recorded;
    private final List<String> asked;
    private final List<Edit> edits;
    private final StringBuilder out = new StringBuilder();

    private TextDifference(List<String> recorded, List<String> asked) {
        this.recorded = recorded;
        this.asked = asked;
        this.edits = merged(ListDifference.between(recorded, asked));
    }

    /** In quotes and on one line. */
    static String of(String recorded, String asked) {
        return new TextDifference(Words.of(recorded), Words.of(asked)).shown();
    }

    /** Changes with nothing but white space between them are one change. */
    private List<Edit> merged(List<Edit> edits) {
        List<Edit> merged = new ArrayList<>();
        for (Edit edit : edits) {
            Edit last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && join(recorded, last.to(), edit.from()).isBlank()) {
                merged.set(merged.size() - 1, new Edit(last.from(), edit.to(), last.askedFrom(), edit.askedTo()));
            } else {
                merged.add(edit);
            }
        }
        return merged;
    }

    private String shown() {
        out.append('"');
        int end = 0;
        int shown = Math.min(MOST_CHANGES, edits.size());
        for (int i = 0; i < shown; i++) {
            Edit edit = edits.get(i);
            between(join(asked, end, edit.askedFrom()), i > 0);
            change(join(recorded, edit.from(), edit.to()), join(asked, edit.askedFrom(), edit.askedTo()));
            end = edit.askedTo();
        }
        String after = join(asked, end, asked.size());
        boolean isLong = after.length() > CONTEXT;
        out.append(DisplayText.visible(isLong ? after.substring(0, DisplayText.whole(after, CONTEXT)) + "…" : after));
        out.append('"');
        if (edits.size() > shown) {
            out.append(" and ").append(edits.size() - shown).append(" more changes");
        }
        return out.toString();
    }

    private void between(String text, boolean isAfterChange) {
        if (text.length() <= (isAfterChange ? MOST_BETWEEN : CONTEXT)) {
            out.append(DisplayText.visible(text));
            return;
        }
        if (isAfterChange) {
            out.append(DisplayText.visible(text.substring(0, DisplayText.whole(text, CONTEXT))));
        }
        out.append('…').append(DisplayText.visible(text.substring(DisplayText.whole(text, text.length() - CONTEXT))));
    }

    private void change(String gone, String come) {
        int start = 0;
        int end = 0;
        int shorter = Math.min(gone.length(), come.length());
        if (shorter > CONTEXT) {
            while (start < shorter && gone.charAt(start) == come.charAt(start)) {
                start++;
            }
            start = DisplayText.whole(gone, start);
            while (end < shorter - start
                    && gone.charAt(gone.length() - 1 - end) == come.charAt(come.length() - 1 - end)) {
                end++;
            }
            end = gone.length() - DisplayText.whole(gone, gone.length() - end);
            end = Math.min(end, shorter - start);
        }
        between(come.substring(0, start), false);
        mark(gone.substring(start, gone.length() - end), come.substring(start, come.length() - end));
        String tail = come.substring(come.length() - end);
        out.append(DisplayText.visible(DisplayText.elided(tail, CONTEXT)));
    }

    private void mark(String gone, String come) {
        boolean looksSame = !gone.isEmpty() && !come.isEmpty() && alike(gone).equals(alike(come));
        if (!gone.isEmpty()) {
            out.append("[-").append(marked(gone, looksSame)).append("-]");
        }
        if (!come.isEmpty()) {
            out.append("{+").append(marked(come, looksSame)).append("+}");
        }
    }

    private static String alike(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[\\s\\p{Cf}]+", "");
    }

    private static String marked(String text, boolean looksSame) {
        String shown = DisplayText.elided(text, MOST_OF_A_CHANGE);
        if (text.isBlank() || (looksSame && text.codePoints().allMatch(c -> c < 0x7f))) {
            return DisplayText.visibleSpaces(shown);
        }
        return looksSame ? DisplayText.numbered(shown) : DisplayText.visible(shown);
    }

    private static String join(List<String> words, int from, int to) {
        return String.join("", words.subList(from, to));
    }
}
