package io.reprise.core.store.directory;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import java.nio.file.Path;
import java.util.Random;

/** A program that keeps recordings, from several threads, until it is killed or has kept as many as it was told to. */
final class KilledWriter {
    static final int QUESTIONS = 40;
    private static final int THREADS = 3;

    private KilledWriter() {}

    /** Takes the directory, a seed and the number of recordings per thread; says a line for each that has been kept. */
    public static void main(String... arguments) throws InterruptedException {
        Store store = new DirectoryStore(Path.of(arguments[0]), KeyRules.NONE);
        RecordingKeeper keeper = new RecordingKeeper(store);
        long seed = Long.parseLong(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            long own = seed * THREADS + i;
            threads[i] = new Thread(() -> write(keeper, own, count));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        store.close();
    }

    private static void write(RecordingKeeper keeper, long seed, int count) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int number = random.nextInt(QUESTIONS);
            Question question = question(number);
            String answer = seed + "." + i + "." + "x".repeat(random.nextInt(30_000));
            keeper.keep(
                    question, "", new Exchange(question.request(), StoreContract.answer(answer)), new Position.First());
            System.out.println(number);
        }
    }

    static Question question(int number) {
        return StoreContract.question("question " + number, new TestId(number % 2 == 0 ? "" : "a::test"));
    }
}
