package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderOfAnswersTest {
    @TempDir
    private Path root;

    /** The files of bodies stand between those of the recordings. */
    @Test
    void theAnswersToAQuestionAreVisitedInTheirOrderAlsoWhereTheyHaveBodies() {
        List<Integer> visited = new ArrayList<>();
        Question question = StoreContract.question("hi", new TestId("a"));
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            for (int i = 1; i <= 12; i++) {
                byte[] picture = new byte[70_000];
                new SplittableRandom(i).nextBytes(picture);
                store.append(
                        question,
                        "",
                        new Exchange(question.request(), Response.whole(200, "image/png", Bytes.copyOf(picture))));
            }
            assertThat(root.resolve("a").toFile().list()).hasSize(24);

            store.forEach(entry -> visited.add(entry.recording().occurrence()), broken -> visited.add(-1));
        }

        assertThat(visited).isEqualTo(IntStream.rangeClosed(1, 12).boxed().toList());
    }

    @Test
    void theAnswersToAQuestionAreVisitedInTheirOrder() {
        List<Integer> visited = new ArrayList<>();
        Question question = StoreContract.question("hi", new TestId("a"));
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            for (int i = 0; i < 12; i++) {
                store.append(question, "", new Exchange(question.request(), StoreContract.answer("answer " + i)));
            }

            store.forEach(entry -> visited.add(entry.recording().occurrence()), broken -> visited.add(-1));
        }

        assertThat(visited).isEqualTo(IntStream.rangeClosed(1, 12).boxed().toList());
    }
}
