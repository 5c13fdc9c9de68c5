package io.reprise.core.ids;

import io.reprise.core.family.Volatility;
import io.reprise.core.ids.AnswerLeaf.Member;
import io.reprise.core.ids.AnswerLeaf.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds for each id, time and state of a new answer the one that an earlier answer has in its place. */
final class IdPairing {
    /** What ids of one kind begin with, such as {@code resp_} and {@code chatcmpl-}. */
    private static final Pattern KIND = Pattern.compile("[a-z]{2,12}[_-]");

    /** What may be an id within a URL. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{6,}");

    private final List<List<AnswerLeaf>> before;
    private final List<List<AnswerLeaf>> now;
    private final ChunkAlignment alignment;
    private final boolean isStream;
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> shared = new LinkedHashMap<>();

    /** Values that stand for a recorded one already. */
    private final Set<String> translated = new HashSet<>();

    private IdPairing(
            List<List<AnswerLeaf>> before, List<List<AnswerLeaf>> now, ChunkAlignment alignment, boolean isStream) {
        this.before = before;
        this.now = now;
        this.alignment = alignment;
        this.isStream = isStream;
    }

    /**
     * What was found.
     *
     * @param kept the earlier value for each new one; no two have the same
     * @param shared further new values, which stand where the earlier answer has one value several times
     * @param isNew whether a value was not known before
     */
    record Pairs(Map<String, String> kept, Map<String, String> shared, Predicate<String> isNew) {}

    static Pairs of(
            List<List<AnswerLeaf>> before,
            List<List<AnswerLeaf>> now,
            ChunkAlignment alignment,
            boolean isStream,
            IdTranslation known) {
        IdPairing pairing = new IdPairing(before, now, alignment, isStream);
        pairing.take(known);
        pairing.takeEqual();
        pairing.pairEqual(true);
        pairing.pairEqual(false);
        pairing.pairInOrder();
        pairing.pairUrls();
        return new Pairs(pairing.kept, pairing.shared, value -> !pairing.translated.contains(value));
    }

    private void take(IdTranslation known) {
        if (!known.isEmpty()) {
            now.forEach(leaves -> leaves.forEach(leaf -> leaf.text()
                    .ifPresent(text -> known.kept(text).ifPresent(value -> {
                        kept.put(text, value);
                        taken.add(value);
                        translated.add(text);
                    }))));
        }
    }

    /** An id that both answers have is the same thing in both. */
    private void takeEqual() {
        Set<String> ids = ids(before);
        for (String id : ids(now)) {
            if (ids.contains(id) && !kept.containsKey(id) && taken.add(id)) {
                kept.put(id, id);
            }
        }
    }

    private static Set<String> ids(List<List<AnswerLeaf>> answer) {
        Set<String> ids = new LinkedHashSet<>();
        answer.forEach(leaves -> leaves.stream()
                .filter(leaf -> leaf.is(Volatility.ID))
                .flatMap(leaf -> leaf.text().stream())
                .filter(id -> !id.isEmpty())
                .forEach(ids::add));
        return ids;
    }

    /** Pairs up what stands in the same place of two chunks, which say the same or not. */
    private void pairEqual(boolean isSame) {
        for (int i = 0; i < now.size(); i++) {
            int partner = alignment.partners().get(i);
            if (partner < 0 || alignment.isEqual().get(i) != isSame) {
                continue;
            }
            Map<Place, AnswerLeaf> places = byPlace(before.get(partner));
            for (AnswerLeaf leaf : now.get(i)) {
                AnswerLeaf old = places.get(leaf.place());
                if (old != null && leaf.why().isPresent() && isPair(leaf, old, i, isSame)) {
                    pair(leaf.text().orElseThrow(), old.text().orElseThrow());
                }
            }
        }
    }

    static Map<Place, AnswerLeaf> byPlace(List<AnswerLeaf> leaves) {
        Map<Place, AnswerLeaf> places = new HashMap<>();
        leaves.forEach(leaf -> places.put(leaf.place(), leaf));
        return places;
    }

    private boolean isPair(AnswerLeaf leaf, AnswerLeaf old, int chunk, boolean isSame) {
        Optional<String> text = leaf.text().filter(value -> !value.isEmpty());
        Optional<String> other = old.text().filter(value -> !value.isEmpty());
        if (text.isEmpty() || other.isEmpty() || leaf.is(Volatility.OTHER)) {
            return false;
        }
        if (leaf.is(Volatility.STATE)) {
            return isOfTheSameWords(leaf, old, chunk);
        }
        return isSame || isOfOneKind(text.get(), other.get());
    }

    /** State belongs to the words before it: those of a stream so far, or those of its object. */
    private boolean isOfTheSameWords(AnswerLeaf state, AnswerLeaf old, int chunk) {
        return isStream
                ? chunk < alignment.firstChange()
                : said(now.get(chunk), state)
                        .equals(said(before.get(alignment.partners().get(chunk)), old));
    }

    /** What the object says that holds {@code state}, by places. */
    private static Map<Place, Object> said(List<AnswerLeaf> leaves, AnswerLeaf state) {
        int from = state.scalar().holder();
        int to = state.found().holderEnd();
        Map<Place, Object> said = new HashMap<>();
        leaves.stream()
                .filter(leaf -> leaf.payload() == state.payload()
                        && leaf.why().isEmpty()
                        && leaf.scalar().start() > from
                        && leaf.scalar().start() < to)
                .forEach(leaf -> said.put(leaf.place(), leaf.scalar().value()));
        return said;
    }

    private void pair(String given, String old) {
        if (translated.contains(given)) {
            return;
        }
        String known = kept.get(given);
        if (known == null && taken.add(old)) {
            kept.put(given, old);
        } else if (known == null) {
            shared.putIfAbsent(given, old);
        }
    }

    private static boolean isOfOneKind(String one, String other) {
        String kind = kind(one);
        String otherKind = kind(other);
        return kind.isEmpty() || otherKind.isEmpty() || kind.equals(otherKind);
    }

    private static String kind(String id) {
        Matcher kind = KIND.matcher(id);
        return kind.lookingAt() ? kind.group() : "";
    }

    /** Pairs up the ids that are left, of one member and kind, in the order in which they come. */
    private void pairInOrder() {
        Map<Object, List<String>> left = idsByKind(before, id -> !taken.contains(id));
        Map<Object, List<String>> open = idsByKind(now, id -> !kept.containsKey(id) && !shared.containsKey(id));
        open.forEach((kind, ids) -> {
            List<String> others = left.getOrDefault(kind, List.of());
            for (int i = 0; i < Math.min(ids.size(), others.size()); i++) {
                pair(ids.get(i), others.get(i));
            }
        });
    }

    /** Pairs up URLs in the same place that differ in ids only. */
    private void pairUrls() {
        for (int i = 0; i < now.size(); i++) {
            int partner = alignment.partners().get(i);
            List<AnswerLeaf> urls = now.get(i).stream()
                    .filter(leaf -> leaf.why().isEmpty()
                            && leaf.text()
                                    .filter(text -> text.startsWith("http"))
                                    .isPresent())
                    .toList();
            if (partner >= 0 && !urls.isEmpty()) {
                Map<Place, AnswerLeaf> places = byPlace(before.get(partner));
                for (AnswerLeaf leaf : urls) {
                    String url = leaf.text().orElseThrow();
                    Optional<String> old =
                            Optional.ofNullable(places.get(leaf.place())).flatMap(AnswerLeaf::text);
                    old.filter(withKeptIds(url)::equals).ifPresent(same -> pair(url, same));
                }
            }
        }
    }

    private String withKeptIds(String url) {
        return WORD.matcher(url)
                .replaceAll(word -> Matcher.quoteReplacement(kept.getOrDefault(word.group(), word.group())));
    }

    private record Kind(Member member, String kind) {}

    private static Map<Object, List<String>> idsByKind(List<List<AnswerLeaf>> answer, Predicate<String> isWanted) {
        Map<Object, Set<String>> found = new LinkedHashMap<>();
        for (List<AnswerLeaf> leaves : answer) {
            for (AnswerLeaf leaf : leaves) {
                leaf.text()
                        .filter(id -> leaf.is(Volatility.ID) && !id.isEmpty() && isWanted.test(id))
                        .ifPresent(id -> found.computeIfAbsent(
                                        new Kind(leaf.member(), kind(id)), absent -> new LinkedHashSet<>())
                                .add(id));
            }
        }
        Map<Object, List<String>> lists = new LinkedHashMap<>();
        found.forEach((kind, ids) -> lists.put(kind, new ArrayList<>(ids)));
        return lists;
    }
}
