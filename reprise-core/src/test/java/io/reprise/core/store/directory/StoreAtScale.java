package io.reprise.core.store.directory;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Measures a store that {@link ManyRecordings} made. */
final class StoreAtScale {
    private StoreAtScale() {}

    /** Takes the directory and the number of recordings in it. */
    public static void main(String... arguments) {
        int count = Integer.parseInt(arguments[1]);
        long start = System.nanoTime();
        Random random = new Random(start);
        try (Store store = new DirectoryStore(Path.of(arguments[0]), KeyRules.NONE)) {
            say("opened", start);
            start = System.nanoTime();
            find(store, ManyRecordings.question(random.nextInt(count)));
            say("first answer", start);
            start = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                find(store, ManyRecordings.question(random.nextInt(count)));
            }
            say("10,000 answers", start);
            Question question = ManyRecordings.question(random.nextInt(count));
            Store.Version found = store.find(question).version();
            start = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                if (!store.isCurrent(found)) {
                    throw new AssertionError("nothing has changed");
                }
            }
            say("100,000 times isCurrent", start);
            long before = memory();
            start = System.nanoTime();
            Question unknown = KeyRules.NONE.question(Request.post("/v1/chat/completions", "{}"), TestId.NONE);
            store.find(unknown);
            say("first miss, which lists all names", start);
            System.out.printf("index of names: %d MiB%n", (memory() - before) >> 20);
            start = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                store.find(unknown);
            }
            say("10,000 misses", start);
            start = System.nanoTime();
            AtomicLong visited = new AtomicLong();
            store.forEach(entry -> visited.incrementAndGet(), broken -> {
                throw broken;
            });
            say(visited + " recordings visited", start);
        }
    }

    private static void find(Store store, Question question) {
        if (store.find(question).entries().size() != 1) {
            throw new AssertionError("not found: " + question.request().body());
        }
    }

    private static long memory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void say(String what, long start) {
        System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
    }
}
