package io.reprise.core.ids;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.LargeChunks;
import io.reprise.core.exchange.LinkComparison;
import io.reprise.core.exchange.LinkFields;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.Volatility;
import io.reprise.core.ids.AnswerLeaf.Member;
import io.reprise.core.ids.AnswerLeaf.Place;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new answer with the ids, times, state and arrival times of the earlier one, where both say the same; so a comparison
 * of both files shows only what is said in other words.
 */
public final class ContinuedAnswer {
    private static final int FIRST_ERROR = 400;

    private final Response before;
    private final Response now;
    private final List<List<AnswerLeaf>> leavesBefore;
    private final List<List<AnswerLeaf>> leavesNow;
    private final ChunkAlignment alignment;
    private final IdPairing.Pairs pairs;
    private final IdTranslation known;

    /** The earlier spelling of a new one, by its member. */
    private final Map<Member, Map<Bytes, Bytes>> otherValues = new HashMap<>();

    private ContinuedAnswer(ApiFamily family, Response before, Response now, IdTranslation known) {
        this.before = before;
        this.now = now;
        this.leavesBefore = AnswerLeaves.of(before, family);
        this.leavesNow = AnswerLeaves.of(now, family);
        this.alignment = ChunkAlignment.of(family, before, now);
        this.known = known;
        this.pairs = IdPairing.of(leavesBefore, leavesNow, alignment, now.isStream(), known);
    }

    /** @param known the pairs that the new answer may repeat */
    public static ContinuedAnswer of(ApiFamily family, Response before, Response now, IdTranslation known) {
        return new ContinuedAnswer(family, before, now, known);
    }

    /** An answer to a question that was not recorded before, with recorded values in the place of those that it repeats. */
    public static Response translated(Response now, ApiFamily family, IdTranslation known) {
        if (known.isEmpty()) {
            return now;
        }
        AnswerLeaves leaves = new AnswerLeaves(family);
        LargeChunks.Change translation = (index, chunk) -> {
            List<Bytes.Replacement> replacements = new ArrayList<>();
            for (AnswerLeaf leaf : leaves.of(chunk.bytes(), now.format())) {
                leaf.text().flatMap(known::kept).ifPresent(kept -> replacements.add(replacement(leaf, spelled(kept))));
            }
            return changed(now, chunk, replacements);
        };
        List<Chunk> chunks = now.large().isPresent()
                ? now.large().get().changed(translation)
                : now.chunks().stream().map(chunk -> translation.of(0, chunk)).toList();
        return now.withChunks(chunks).withHeaders(links(now.headers(), known));
    }

    private static Headers links(Headers headers, IdTranslation known) {
        return known.isEmpty() ? headers : LinkFields.change(headers, link -> RequestIds.link(link, known));
    }

    /** The pairs that follow from the links in the headers of both answers. */
    public static List<IdPair> pairsOfLinks(Headers before, Headers now) {
        return LinkComparison.of(before, now).ids().entrySet().stream()
                .flatMap(ids -> IdPair.of(ids.getKey(), ids.getValue()).stream())
                .toList();
    }

    /**
     * The pairs that follow from both answers.
     *
     * @param isSame whether both say the same, so that the earlier one stays
     */
    public List<IdPair> pairs(boolean isSame) {
        List<IdPair> all = new ArrayList<>(pairsOfLinks(before.headers(), now.headers()));
        pairs.kept().forEach((given, kept) -> {
            if (pairs.isNew().test(given)) {
                all.addAll(IdPair.of(given, kept));
            }
        });
        if (isSame) {
            pairs.shared().forEach((given, kept) -> all.addAll(IdPair.of(given, kept)));
        }
        return all;
    }

    /** The new answer as it continues the earlier one. */
    public Response response() {
        List<Bytes> bodies = new ArrayList<>();
        for (int i = 0; i < leavesNow.size(); i++) {
            bodies.add(continued(i));
        }
        List<Chunk> chunks = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < bodies.size(); i++) {
            at = Math.max(at, arrival(i, at));
            chunks.add(new Chunk(at, bodies.get(i)));
        }
        return new Response(now.status(), headers(), now.format(), chunks, now.ending());
    }

    private long arrival(int chunk, long latest) {
        int partner = alignment.partners().get(chunk);
        if (partner >= 0) {
            return before.chunks().get(partner).at();
        }
        return before.chunks().isEmpty() ? now.chunks().get(chunk).at() : latest;
    }

    private Bytes continued(int chunk) {
        int partner = alignment.partners().get(chunk);
        List<AnswerLeaf> partners = partner < 0 ? List.of() : leavesBefore.get(partner);
        Map<Place, AnswerLeaf> places = IdPairing.byPlace(partners);
        List<Bytes.Replacement> replacements = new ArrayList<>();
        boolean isAllAsBefore = leavesNow.get(chunk).size() == partners.size();
        for (AnswerLeaf leaf : leavesNow.get(chunk)) {
            Optional<AnswerLeaf> old = Optional.ofNullable(places.get(leaf.place()));
            Optional<Bytes> other = continued(leaf, old);
            other.filter(spelling -> !spelling.equals(leaf.spelling()))
                    .ifPresent(spelling -> replacements.add(replacement(leaf, spelling)));
            isAllAsBefore &= old.filter(same -> same.spelling().equals(other.orElse(leaf.spelling())))
                    .isPresent();
        }
        return isAllAsBefore && alignment.isEqual().get(chunk)
                ? before.chunks().get(partner).bytes()
                : changed(now, now.chunks().get(chunk), replacements).bytes();
    }

    /** What stands in the place of a value; empty where it stays. */
    private Optional<Bytes> continued(AnswerLeaf leaf, Optional<AnswerLeaf> old) {
        Optional<String> kept = leaf.text().map(pairs.kept()::get);
        if (kept.isPresent()) {
            return Optional.of(old.filter(same -> same.text().equals(kept))
                    .map(AnswerLeaf::spelling)
                    .orElseGet(() -> spelled(kept.get())));
        }
        if (!leaf.is(Volatility.TIME) && !leaf.is(Volatility.OTHER)) {
            return Optional.empty();
        }
        Map<Bytes, Bytes> values = otherValues.computeIfAbsent(leaf.member(), absent -> new HashMap<>());
        Optional<Bytes> inPlace = old.filter(
                        same -> same.text().isPresent() == leaf.text().isPresent())
                .map(AnswerLeaf::spelling);
        inPlace.ifPresent(spelling -> values.putIfAbsent(leaf.spelling(), spelling));
        return inPlace.or(() -> Optional.ofNullable(values.get(leaf.spelling())));
    }

    private static Bytes spelled(String text) {
        return Bytes.utf8(new Json.JsonString(text).write(Layout.COMPACT));
    }

    private static Bytes.Replacement replacement(AnswerLeaf leaf, Bytes spelling) {
        return new Bytes.Replacement(leaf.found().start(), leaf.found().end(), spelling);
    }

    private static Chunk changed(Response response, Chunk chunk, List<Bytes.Replacement> replacements) {
        return replacements.isEmpty()
                ? chunk
                : new Chunk(chunk.at(), response.format().replace(chunk.bytes(), replacements));
    }

    private Headers headers() {
        boolean leadElsewhere =
                LinkComparison.of(before.headers(), now.headers()).leadElsewhere();
        boolean isRefusal = now.status() >= FIRST_ERROR; // its headers say when to ask again
        return before.status() != now.status() || leadElsewhere || isRefusal
                ? links(now.headers(), known)
                : ContinuedHeaders.of(before.headers(), now.headers(), pairs.kept());
    }
}
