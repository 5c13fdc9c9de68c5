package io.reprise.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.reprise.core.Cassettes;
import io.reprise.core.ChangedIds;
import io.reprise.core.Corpora;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Store;
import io.reprise.core.store.file.RecordingFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real streams, recorded again with other ids and times, and with one other word: no other line of the file differs. */
@Tag(Corpora.TAG)
class ChangedWordsCorpusTest {
    /** A word within what a model says. */
    private static final Pattern WORD = Pattern.compile(
            "\"(?:content|text|delta|partial_json|thinking|response|reasoning_content|reasoning)\":\\s*\"[^\"\\\\A-Za-z]*([A-Za-z]{3,})");

    /** What is computed from all words before it, and must fit them. */
    private static final Pattern STATE = Pattern.compile("\"(?:signature|thoughtSignature|encrypted_content)\":");

    private static final int LEAST_CHUNKS = 5;

    /** What is done to one chunk of the answer. */
    private enum Edit {
        OTHER_WORD,
        MORE_CHUNKS,
        FEWER_CHUNKS
    }

    @Test
    void onlyTheLinesWhoseWordsChangedDiffer() {
        long seed = Long.getLong("seed", 1);
        System.out.println("corpora: seed " + seed + "L of the edits");
        List<String> wide = new ArrayList<>();
        Map<Edit, Integer> tried = new TreeMap<>();

        for (Cassettes.Cassette cassette : Cassettes.read().files()) {
            for (Cassettes.Recorded each : cassette.exchanges()) {
                for (Edit edit : Edit.values()) {
                    Random random = new Random(seed + cassette.file().hashCode());
                    edited(each.response(), edit, random).ifPresent(other -> {
                        tried.merge(edit, 1, Integer::sum);
                        List<String> lines = changedLines(each.exchange(), renewed(other, random));
                        if (lines.size() > 2) {
                            wide.add(edit + " " + cassette.file() + " "
                                    + each.request().path() + ": " + lines.size() + " lines, such as\n    "
                                    + String.join("\n    ", lines.subList(0, Math.min(4, lines.size()))));
                        }
                    });
                }
            }
        }

        Corpora.tried(tried.values().stream().mapToInt(Integer::intValue).sum(), tried + ", too wide: " + wide.size());
        wide.forEach(System.out::println);
        assertThat(wide).isEmpty();
    }

    private static Response renewed(Response response, Random random) {
        return new ChangedIds(random.nextLong()).response(response, new HashSet<>());
    }

    /** Empty where no chunk has a word. */
    private static Optional<Response> edited(Response response, Edit edit, Random random) {
        List<Chunk> chunks = response.chunks();
        List<Integer> wordy = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            if (WORD.matcher(chunks.get(i).bytes().toString()).find()) {
                wordy.add(i);
            }
        }
        if (!response.isStream() || chunks.size() < LEAST_CHUNKS || wordy.isEmpty()) {
            return Optional.empty();
        }
        int place = wordy.get(random.nextInt(wordy.size()));
        List<Chunk> others = new ArrayList<>(chunks);
        Chunk other =
                new Chunk(chunks.get(place).at(), otherWord(chunks.get(place).bytes()));
        switch (edit) {
            case OTHER_WORD -> others.set(place, other);
            case MORE_CHUNKS -> others.add(place, other);
            case FEWER_CHUNKS -> others.remove(place);
        }
        return Optional.of(response.withChunks(others));
    }

    private static Bytes otherWord(Bytes chunk) {
        String text = chunk.toString();
        Matcher word = WORD.matcher(text);
        return word.find()
                ? Bytes.utf8(text.substring(0, word.start(1)) + "Zebra" + text.substring(word.end(1)))
                : chunk;
    }

    private static List<String> changedLines(Exchange before, Response now) {
        MemoryStore store = new MemoryStore();
        RecordingKeeper keeper = new RecordingKeeper(store, new HandedOutIds());
        Question question = KeyRules.NONE.question(before.request(), new TestId("test"));
        Store.Entry first =
                keeper.keep(question, "", before, new Position.First()).entry();
        Store.Entry second = keeper.keep(question, "", new Exchange(before.request(), now), new Position.First())
                .entry();
        return changedLines(lines(first), lines(second));
    }

    /** Without the comma that all chunks but the last one have behind them. */
    private static List<String> lines(Store.Entry entry) {
        return RecordingFile.write(entry.recording())
                .toString()
                .lines()
                .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }

    /** As {@code git diff} counts them. */
    private static List<String> changedLines(List<String> before, List<String> now) {
        return DiffUtils.diff(before, now).getDeltas().stream()
                .flatMap(ChangedWordsCorpusTest::marked)
                .filter(line -> !STATE.matcher(line).find())
                .toList();
    }

    private static Stream<String> marked(AbstractDelta<String> delta) {
        return Stream.concat(
                delta.getSource().getLines().stream().map(line -> "-" + line),
                delta.getTarget().getLines().stream().map(line -> "+" + line));
    }
}
