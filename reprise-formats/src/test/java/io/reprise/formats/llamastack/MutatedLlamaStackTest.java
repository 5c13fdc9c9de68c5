package io.reprise.formats.llamastack;

import static io.reprise.core.store.StoreContract.answer;
import static io.reprise.core.store.StoreContract.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.MutatedFiles;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.formats.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** llama-stack's files that hands, tools and disks have changed: they harm no others. {@code -Dmutations=20000} tries so many. */
@Slow
class MutatedLlamaStackTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 400);
    private static final int BATCH = 100;

    @TempDir
    Path directory;

    @Test
    void harmNoOthers() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        for (int done = 0; done < MUTATIONS; done += BATCH) {
            Path root = Files.createDirectories(directory.resolve("tree-" + done));
            String what = "seed " + seed + ", batch from " + done;
            List<Question> questions = mutate(root, new MutatedFiles(seed + done));
            Question control = question("control", TestId.NONE);
            append(root, control);

            try (Store store = open(root)) {
                assertThat(store.find(control).entries()).as(what).hasSize(1);
                for (Question question : questions) {
                    findOrFail(store, question);
                }
                store.forEach(entry -> {}, broken -> {});
            }
            new LlamaStackFormat().lint(root, Redaction.DEFAULT).orElseThrow().check(finding -> {});
            new LlamaStackFormat().open(root).forEach(found -> {});
            new LlamaStackFormat()
                    .scrub(
                            root,
                            new Redaction(Redaction.Policy.MASK, List.of(), List.of()),
                            new ScrubStep.Extent(false, false))
                    .orElseThrow()
                    .run(step -> {}, () -> {});
        }
    }

    private List<Question> mutate(Path root, MutatedFiles mutations) throws IOException {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            Question question =
                    question("question " + i, i % 3 == 0 ? new TestId("tests/a/test_b.py::test_c") : TestId.NONE);
            Path file = append(root, question);
            Files.write(file, mutations.of(Files.readString(file, StandardCharsets.UTF_8)));
            questions.add(question);
        }
        return questions;
    }

    /** Finding it is as good as a clear error. */
    private static void findOrFail(Store store, Question question) {
        try {
            store.find(question);
        } catch (StoreException clear) {
            assertThat(clear.getMessage()).isNotBlank();
        }
    }

    private static Store open(Path root) {
        return new LlamaStackStore(root, new Format.InPlace(KeyRules.NONE, Map.of(), warning -> {}));
    }

    private static Path append(Path root, Question question) {
        try (Store store = open(root)) {
            return root.resolve(store.append(question, "", new Exchange(question.request(), answer("Hi")))
                    .location());
        }
    }
}
