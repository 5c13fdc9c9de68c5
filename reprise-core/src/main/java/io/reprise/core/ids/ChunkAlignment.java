package io.reprise.core.ids;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.AnswerComparison;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which chunk of an earlier answer corresponds to each chunk of a new one: the one that says the same, or else the one in
 * the same position between two that do.
 *
 * @param partners for each new chunk the index of its partner; -1 for none
 * @param firstChange index of the first new chunk that says something else than its partner
 */
record ChunkAlignment(List<Integer> partners, List<Boolean> isEqual, int firstChange) {
    private static final int NONE = -1;

    /** With more combinations, chunks between equal ends are compared in their positions only. */
    private static final long MOST_COMBINATIONS = 9_000_000;

    static ChunkAlignment of(ApiFamily family, Response before, Response now) {
        List<List<Object>> saidBefore = said(family, before);
        List<List<Object>> saidNow = said(family, now);
        List<Integer> speakingBefore = speaking(saidBefore);
        List<Integer> speakingNow = speaking(saidNow);
        Matching matching = new Matching(
                speakingBefore.stream().map(saidBefore::get).toList(),
                speakingNow.stream().map(saidNow::get).toList());
        matching.run();
        Integer[] partners = new Integer[saidNow.size()];
        Boolean[] isEqual = new Boolean[saidNow.size()];
        Arrays.fill(partners, NONE);
        Arrays.fill(isEqual, false);
        int firstChange = saidNow.size();
        for (int i = 0; i < speakingNow.size(); i++) {
            int partner = matching.partners[i];
            partners[speakingNow.get(i)] = partner == NONE ? NONE : speakingBefore.get(partner);
            isEqual[speakingNow.get(i)] = matching.isEqual[i];
            if (!matching.isEqual[i] || partner != i) {
                firstChange = Math.min(firstChange, speakingNow.get(i));
            }
        }
        return new ChunkAlignment(List.of(partners), List.of(isEqual), firstChange);
    }

    private static List<List<Object>> said(ApiFamily family, Response response) {
        AnswerComparison comparison = new AnswerComparison(family);
        ParsedResponse parsed = new ParsedResponse(response);
        return IntStream.range(0, response.chunks().size())
                .mapToObj(i -> comparison.said(parsed, i))
                .toList();
    }

    private static List<Integer> speaking(List<List<Object>> said) {
        return IntStream.range(0, said.size())
                .filter(i -> !said.get(i).isEmpty())
                .boxed()
                .toList();
    }

    /** Pairs up what two lists have in common, and what stands between that. */
    private static final class Matching {
        final List<List<Object>> before;
        final List<List<Object>> now;
        final int[] partners;
        final boolean[] isEqual;

        Matching(List<List<Object>> before, List<List<Object>> now) {
            this.before = before;
            this.now = now;
            this.partners = new int[now.size()];
            this.isEqual = new boolean[now.size()];
        }

        void run() {
            int start = 0;
            int least = Math.min(before.size(), now.size());
            while (start < least && before.get(start).equals(now.get(start))) {
                start++;
            }
            int end = 0;
            while (end < least - start && before.get(before.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
                end++;
            }
            equal(0, 0, start);
            between(start, before.size() - end, start, now.size() - end);
            equal(before.size() - end, now.size() - end, end);
        }

        private void equal(int fromBefore, int fromNow, int count) {
            for (int i = 0; i < count; i++) {
                partners[fromNow + i] = fromBefore + i;
                isEqual[fromNow + i] = true;
            }
        }

        private void inPosition(int fromBefore, int toBefore, int fromNow, int toNow) {
            for (int i = fromNow; i < toNow; i++) {
                int partner = fromBefore + i - fromNow;
                partners[i] = partner < toBefore ? partner : NONE;
            }
        }

        private void between(int fromBefore, int toBefore, int fromNow, int toNow) {
            if ((long) (toBefore - fromBefore) * (toNow - fromNow) > MOST_COMBINATIONS) {
                inPosition(fromBefore, toBefore, fromNow, toNow);
                return;
            }
            List<List<Object>> some = new ArrayList<>(before.subList(fromBefore, toBefore));
            List<List<Object>> others = new ArrayList<>(now.subList(fromNow, toNow));
            int doneBefore = fromBefore;
            int doneNow = fromNow;
            for (AbstractDelta<List<Object>> delta :
                    DiffUtils.diff(some, others).getDeltas()) {
                if (delta.getType() == DeltaType.EQUAL) {
                    continue;
                }
                int startBefore = fromBefore + delta.getSource().getPosition();
                int startNow = fromNow + delta.getTarget().getPosition();
                equal(doneBefore, doneNow, startNow - doneNow);
                doneBefore = startBefore + delta.getSource().size();
                doneNow = startNow + delta.getTarget().size();
                inPosition(startBefore, doneBefore, startNow, doneNow);
            }
            equal(doneBefore, doneNow, toNow - doneNow);
        }
    }
}
