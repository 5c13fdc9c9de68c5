package io.reprise.core.store.file.spelling;

import io.reprise.core.json.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the spelling that {@link SpellingChoice} would choose, of texts that are too many to be in memory: they are gone through twice at most. */
public final class SpellingSurvey {
    /** So many texts are looked at together. */
    private static final int BATCH = 256;

    /** In characters. */
    private static final int LARGE_BATCH = 256 << 10;

    /** The texts of the chunks, each time the same; some may be no JSON. */
    public interface Texts {
        void forEach(Consumer<String> visitor);
    }

    /** How many texts a spelling fits. */
    private static final class Candidate {
        private final Spelling spelling;
        private long fitting;
        /** Texts that it does not fit, and that begin like JSON. */
        private long others;
        /** Whether it fits one of those that the common spelling does not fit. */
        private boolean fitsOthers;

        Candidate(Spelling spelling) {
            this.spelling = spelling;
        }
    }

    private final Texts texts;
    private final SpellingVotes ofAll = new SpellingVotes();
    private final SpellingVotes ofOthers = new SpellingVotes();
    private final SpellingVotes ofFewOthers = new SpellingVotes();
    private long seen;
    private long others;
    /** Whether one of these others may be JSON. */
    private boolean isJson;

    private SpellingSurvey(Texts texts) {
        this.texts = texts;
    }

    public static Spelling of(Texts texts) {
        return new SpellingSurvey(texts).spelling();
    }

    private Spelling spelling() {
        List<Spelling> found = new ArrayList<>(1);
        inBatches(batch -> {
            if (found.isEmpty()) {
                found.add(SpellingChoice.common(batch.stream()));
            }
            look(batch, found.get(0));
        });
        Spelling common = found.isEmpty() ? Spelling.COMPACT : found.get(0);
        if (!isJson) {
            return common;
        }
        return chosen(common, ofFewOthers.winner(), ofOthers.winner());
    }

    private void look(List<String> batch, Spelling common) {
        int[] padding = common.paddings(batch);
        for (int i = 0; i < padding.length; i++) {
            read(batch.get(i), ofAll, seen++, SpellingChoice.SAMPLE);
            if (padding[i] < 0 && SpelledJson.beginsLikeJson(batch.get(i))) {
                isJson |= SpelledJson.mayBeJson(batch.get(i));
                read(batch.get(i), ofFewOthers, others, SpellingChoice.FEW);
                read(batch.get(i), ofOthers, others++, SpellingChoice.SAMPLE);
            }
        }
    }

    private static void read(String text, SpellingVotes votes, long index, int most) {
        if (index < most) {
            votes.read(text);
        }
    }

    private Spelling chosen(Spelling common, Spelling few, Spelling theirs) {
        List<Candidate> candidates = Stream.of(common, few, theirs, Spelling.COMPACT, Spelling.SPACED, ofAll.winner())
                .distinct()
                .map(Candidate::new)
                .toList();
        inBatches(batch -> count(batch, candidates));
        Candidate ofFew = candidate(few, candidates);
        Candidate ofTheirs = candidate(theirs, candidates);
        if (!ofFew.fitsOthers && !ofTheirs.fitsOthers) {
            return common; // they are no JSON
        }
        if (ofFew.others == 0) {
            return few;
        }
        if (!ofTheirs.fitsOthers) {
            return common;
        }
        return ofTheirs.others == 0
                ? theirs
                : candidates.stream()
                        .reduce((best, next) -> next.fitting > best.fitting ? next : best)
                        .orElseThrow()
                        .spelling;
    }

    private static Candidate candidate(Spelling spelling, List<Candidate> all) {
        return all.stream()
                .filter(each -> each.spelling.equals(spelling))
                .findFirst()
                .orElseThrow();
    }

    /** The first of the candidates is the common spelling. */
    private static void count(List<String> batch, List<Candidate> candidates) {
        int[] common = candidates.get(0).spelling.paddings(batch);
        for (Candidate candidate : candidates) {
            int[] padding = candidate.spelling.paddings(batch);
            for (int i = 0; i < padding.length; i++) {
                boolean isLikeJson = SpelledJson.beginsLikeJson(batch.get(i));
                candidate.fitting += padding[i] >= 0 ? 1 : 0;
                candidate.others += padding[i] < 0 && isLikeJson ? 1 : 0;
                candidate.fitsOthers |= padding[i] >= 0 && common[i] < 0 && isLikeJson;
            }
        }
    }

    private void inBatches(Consumer<List<String>> visitor) {
        List<String> batch = new ArrayList<>(BATCH);
        long[] characters = new long[1];
        texts.forEach(text -> {
            batch.add(text);
            characters[0] += text.length();
            if (batch.size() == BATCH || characters[0] > LARGE_BATCH) {
                visitor.accept(batch);
                batch.clear();
                characters[0] = 0;
            }
        });
        if (!batch.isEmpty()) {
            visitor.accept(batch);
        }
    }
}
