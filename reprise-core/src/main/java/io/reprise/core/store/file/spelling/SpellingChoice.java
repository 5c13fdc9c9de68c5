package io.reprise.core.store.file.spelling;

import io.reprise.core.json.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The spelling that most of the JSON of a stream has. */
public final class SpellingChoice {
    /** Later chunks are spelled like those before. */
    static final int SAMPLE = 50;

    /** Most streams are spelled like their beginning. */
    static final int FEW = 5;

    /** Nearly all writers keep to one of these. */
    private static final List<Spelling> COMMON = List.of(Spelling.COMPACT, Spelling.SPACED);

    private final Spelling spelling;
    private final List<String> texts;
    private final int[] padding;

    /** Whether a reader of version 1 knows it as the layout of a stream. */
    public static boolean isOld(Spelling spelling) {
        return COMMON.contains(spelling);
    }

    /** A common spelling that the first text has, if there is one. */
    static Spelling common(Stream<String> first) {
        List<String> one = first.limit(1).toList();
        return COMMON.stream()
                .filter(spelling -> one.stream().allMatch(text -> spelling.padding(text) >= 0))
                .findFirst()
                .orElse(Spelling.COMPACT);
    }

    private SpellingChoice(Spelling spelling, List<String> texts) {
        this.spelling = spelling;
        this.texts = texts;
        this.padding = spelling.paddings(texts);
    }

    /** @param texts of the chunks; some may be no JSON */
    public static SpellingChoice of(List<String> texts) {
        SpellingChoice common = new SpellingChoice(common(texts.stream()), texts);
        List<String> others = common.others();
        if (others.stream().noneMatch(SpelledJson::mayBeJson)) {
            return common;
        }
        Spelling few = vote(others.stream().limit(FEW));
        Spelling theirs = others.size() <= FEW ? few : vote(others.stream());
        if (fitsNone(few, others) && fitsNone(theirs, others)) {
            return common; // they are no JSON
        }
        SpellingChoice first = new SpellingChoice(few, texts);
        if (first.others().isEmpty()) {
            return first;
        }
        if (fitsNone(theirs, others)) {
            return common;
        }
        SpellingChoice second = new SpellingChoice(theirs, texts);
        return second.others().isEmpty() ? second : best(List.of(common, first, second), texts);
    }

    private static boolean fitsNone(Spelling spelling, List<String> texts) {
        return texts.stream().noneMatch(text -> spelling.padding(text) >= 0);
    }

    private static SpellingChoice best(List<SpellingChoice> tried, List<String> texts) {
        List<Spelling> known = tried.stream().map(SpellingChoice::spelling).toList();
        return Stream.concat(
                        tried.stream(),
                        Stream.of(Spelling.COMPACT, Spelling.SPACED, vote(texts.stream()))
                                .filter(spelling -> !known.contains(spelling))
                                .map(spelling -> new SpellingChoice(spelling, texts)))
                .reduce((best, next) -> next.fitting() > best.fitting() ? next : best)
                .orElseThrow();
    }

    private static Spelling vote(Stream<String> texts) {
        SpellingVotes votes = new SpellingVotes();
        texts.limit(SAMPLE).forEach(votes::read);
        return votes.winner();
    }

    /** The texts that are spelled otherwise, or are no JSON. */
    private List<String> others() {
        return IntStream.range(0, padding.length)
                .filter(i -> padding[i] < 0 && SpelledJson.beginsLikeJson(texts.get(i)))
                .mapToObj(texts::get)
                .toList();
    }

    private long fitting() {
        return Arrays.stream(padding).filter(spaces -> spaces >= 0).count();
    }

    public Spelling spelling() {
        return spelling;
    }

    /** The spaces before the last bracket of a text, or -1 if it is spelled otherwise. */
    public int padding(int index) {
        return padding[index];
    }

    /** Whether a reader of version 1 knows it as the layout of a stream. */
    public boolean isOld() {
        return isOld(spelling);
    }
}
