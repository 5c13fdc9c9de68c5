package io.reprise.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Cassettes;
import io.reprise.core.ChangedIds;
import io.reprise.core.Corpora;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real answers as they would come on another day, and in other words. */
@Tag(Corpora.TAG)
class ContinuedCassettesTest {
    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void onlyWhatIsSaidInOtherWordsIsOther() {
        System.out.println("corpora: seed " + seed + "L");
        int tried = 0;
        Map<String, Integer> more = new TreeMap<>();
        for (Cassettes.Cassette cassette : Cassettes.read().files()) {
            ChangedIds ids = new ChangedIds(random.nextLong());
            for (Cassettes.Recorded each : cassette.exchanges()) {
                ApiFamily family = ApiFamilies.of(each.request());
                ids.request(each.request());
                Optional<Response> reworded = reworded(ids.response(each.response(), new HashSet<>()), family);
                boolean isKnown = !family.isModelList()
                        && family.saysTheSame(
                                new ParsedResponse(each.response()),
                                new ParsedResponse(ids.response(each.response(), new HashSet<>())));
                if (reworded.isPresent() && isKnown) {
                    tried++;
                    Response continued = ContinuedAnswer.of(family, each.response(), reworded.get(), IdTranslation.NONE)
                            .response();
                    int differences = differences(each.response(), continued, family);
                    if (differences != 1) {
                        more.merge(cassette.file() + ": " + differences + " lines", 1, Integer::sum);
                    }
                }
            }
        }
        Corpora.tried(tried, "in other words; " + more.size() + " with other than one changed line: " + more);
        assertThat(more).isEmpty();
    }

    /** The answer with another word in one place. */
    private Optional<Response> reworded(Response response, ApiFamily family) {
        List<List<AnswerLeaf>> leaves = AnswerLeaves.of(response, family);
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).stream().anyMatch(ContinuedCassettesTest::isWord)) {
                candidates.add(i);
            }
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        int chosen = candidates.get(random.nextInt(candidates.size()));
        List<AnswerLeaf> words = leaves.get(chosen).stream()
                .filter(ContinuedCassettesTest::isWord)
                .toList();
        AnswerLeaf word = words.get(random.nextInt(words.size()));
        String other = new Json.JsonString("other words").write(Layout.COMPACT);
        List<Chunk> chunks = new ArrayList<>(response.chunks());
        Bytes changed = response.format()
                .replace(
                        chunks.get(chosen).bytes(),
                        List.of(new Bytes.Replacement(
                                word.found().start(), word.found().end(), Bytes.utf8(other))));
        chunks.set(chosen, new Chunk(chunks.get(chosen).at(), changed));
        return Optional.of(response.withChunks(chunks));
    }

    /** Text that a model says, and not a name by which families find their way. */
    private static boolean isWord(AnswerLeaf leaf) {
        return leaf.why().isEmpty()
                && leaf.scalar().name().matches("text|content|delta|thinking|arguments|partial_json|response")
                && leaf.text().filter(text -> !text.isBlank()).isPresent();
    }

    /** Lines of a file that differ: chunks of a stream, values of another answer; without state. */
    private static int differences(Response before, Response now, ApiFamily family) {
        List<List<AnswerLeaf>> one = AnswerLeaves.of(before, family);
        List<List<AnswerLeaf>> other = AnswerLeaves.of(now, family);
        int differences = 0;
        for (int i = 0; i < one.size(); i++) {
            int inChunk = 0;
            for (int k = 0; k < one.get(i).size(); k++) {
                AnswerLeaf leaf = one.get(i).get(k);
                boolean isSame = leaf.spelling().equals(other.get(i).get(k).spelling());
                inChunk += isSame || leaf.is(Volatility.STATE) ? 0 : 1;
            }
            differences += before.isStream() ? Math.min(1, inChunk) : inChunk;
        }
        return differences;
    }
}
