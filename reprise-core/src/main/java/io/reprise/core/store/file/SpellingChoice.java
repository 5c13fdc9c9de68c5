package io.reprise.core.store.file;

import io.reprise.core.json.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The spelling that most of the JSON of a stream has. */
final class SpellingChoice {
    /** Later chunks are spelled like those before. */
    private static final int SAMPLE = 200;

    /** Nearly all writers keep to one of these. */
    private static final List<Spelling> COMMON = List.of(Spelling.COMPACT, Spelling.SPACED);

    private final Spelling spelling;
    private final List<String> texts;
    private final int[] padding;

    private SpellingChoice(Spelling spelling, List<String> texts) {
        this.spelling = spelling;
        this.texts = texts;
        this.padding = texts.stream().mapToInt(spelling::padding).toArray();
    }

    /** @param texts of the chunks; some may be no JSON */
    static SpellingChoice of(List<String> texts) {
        SpellingChoice common = new SpellingChoice(
                COMMON.stream()
                        .filter(spelling -> texts.stream().limit(1).allMatch(text -> spelling.padding(text) >= 0))
                        .findFirst()
                        .orElse(Spelling.COMPACT),
                texts);
        if (common.isTheOnly()) {
            return common;
        }
        Spelling winner = vote(texts.stream());
        return Stream.of(Spelling.COMPACT, Spelling.SPACED, winner)
                .filter(spelling -> !spelling.equals(common.spelling))
                .map(spelling -> new SpellingChoice(spelling, texts))
                .reduce(common, (best, next) -> next.fitting() > best.fitting() ? next : best);
    }

    private static Spelling vote(Stream<String> texts) {
        SpellingVotes votes = new SpellingVotes();
        texts.limit(SAMPLE).forEach(votes::read);
        return votes.winner();
    }

    /** Whether no other spelling explains texts that this one does not, such as end marks. */
    private boolean isTheOnly() {
        List<String> others = IntStream.range(0, padding.length)
                .filter(i -> padding[i] < 0 && SpelledJson.mayBeJson(texts.get(i)))
                .mapToObj(texts::get)
                .toList();
        if (others.isEmpty()) {
            return true;
        }
        Spelling theirs = vote(others.stream());
        return others.stream().noneMatch(text -> theirs.padding(text) >= 0);
    }

    private long fitting() {
        return Arrays.stream(padding).filter(spaces -> spaces >= 0).count();
    }

    Spelling spelling() {
        return spelling;
    }

    /** The spaces before the last bracket of a text, or -1 if it is spelled otherwise. */
    int padding(int index) {
        return padding[index];
    }

    /** Whether a reader of version 1 knows it as the layout of a stream. */
    boolean isOld() {
        return COMMON.contains(spelling);
    }
}
