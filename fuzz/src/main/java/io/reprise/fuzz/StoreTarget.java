package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A store: what any test asks is found again, in a file below the root; any file that lies there harms no other. */
final class StoreTarget implements FuzzTarget {
    private static final TestId TEST = new TestId("t");

    @Override
    public void check(Input input) throws IOException {
        Path parent = Files.createTempDirectory("store");
        try {
            check(input, parent.resolve("store"));
        } finally {
            remove(parent);
        }
    }

    private static void check(Input input, Path root) throws IOException {
        List<Bytes> parts = input.parts(2);
        String name = parts.get(0).toString();
        Files.createDirectories(root.resolve("t"));
        Files.write(
                root.resolve("t").resolve("a-0123456789ab.json"), parts.get(1).toArray());
        Exchange exchange = ExchangeTarget.exchange(input);
        TestId test = new TestId(name.substring(0, Math.min(name.length(), TestId.MAX_LENGTH)));
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            Question question = KeyRules.NONE.question(exchange.request(), test);
            if (Expect.orRefusal(StoreException.class, () -> store.append(question, "", exchange))
                    .isEmpty()) {
                return;
            }
            Recording found = store.find(question).entries().get(0).recording();
            Expect.same(found.exchange().response(), exchange.response(), "the response in the store");
            List<String> all = new ArrayList<>();
            List<StoreException> broken = new ArrayList<>();
            store.forEach(entry -> all.add(entry.location()), broken::add);
            broken.forEach(wrong -> Expect.isSentence(wrong.getMessage()));
            Expect.that(all.size() + broken.size() == 2, "each file is a recording or broken: " + all + broken);
            Expect.that(
                    store.find(KeyRules.NONE.question(exchange.request(), TEST))
                                    .entries()
                                    .size()
                            <= 1,
                    "one answer");
        }
        try (Stream<Path> beside = Files.list(root.getParent())) {
            Expect.same(beside.toList(), List.of(root), "what lies beside the store");
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public List<Bytes> seeds() {
        List<Bytes> seeds = new ArrayList<>();
        new RecordingTarget()
                .seeds()
                .forEach(file -> seeds.add(Bytes.concat(List.of(Bytes.utf8("../a b" + Input.SEPARATOR), file))));
        return seeds;
    }
}
