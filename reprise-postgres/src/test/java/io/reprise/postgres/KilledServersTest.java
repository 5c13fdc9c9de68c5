package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.postgres.SteppedApi.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers in processes of their own, which are asked the same at the same time. In the middle of the answer one of them is killed or stopped, or
 * the database crashes or hangs. The property {@code kills.rounds} says how often, {@code kills.seed} in which order.
 */
@Slow
class KilledServersTest {
    private static final int SERVERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private final List<ServerProcess> alive = new ArrayList<>();
    private final List<ServerProcess> all = new ArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private SteppedApi api;

    /** What happens in the middle of an answer. */
    private enum Blow {
        NONE,
        KILL_A_SERVER,
        PAUSE_A_SERVER,
        CRASH_THE_DATABASE,
        PAUSE_THE_DATABASE
    }

    @BeforeEach
    void prepare() throws Exception {
        database.prepare();
        api = new SteppedApi(new AtomicLong(), news);
        for (int i = 0; i < SERVERS; i++) {
            start();
        }
    }

    @AfterEach
    void close() throws Exception {
        api.free();
        for (ServerProcess server : alive) {
            server.close();
        }
        api.close();
    }

    private void start() throws Exception {
        ServerProcess server =
                ServerProcess.start(database.url(), api.url(all.size()), directory, "server-" + all.size());
        all.add(server);
        alive.add(server);
    }

    @Test
    void loseNothingThatAClientHasWholeAndMixNothing() throws Exception {
        long seed = Long.getLong("kills.seed", System.nanoTime());
        System.out.println("kills.seed " + seed);
        Random random = new Random(seed);
        List<Blow> blows = new ArrayList<>();
        while (blows.size() < Integer.getInteger("kills.rounds", Blow.values().length)) {
            List<Blow> once = new ArrayList<>(List.of(Blow.values()));
            Collections.shuffle(once, random);
            blows.addAll(once);
        }
        for (int round = 0; round < blows.size(); round++) {
            Blow blow = blows.get(round);
            round("seed " + seed + ", round " + round + ", " + blow, "question " + round, blow, random);
        }
    }

    private void round(String name, String question, Blow blow, Random random) throws Exception {
        List<StreamedAnswer> answers = ask(question);
        Call call = awaitCall(question);
        call.step();
        call.step();
        answers.forEach(answer -> answer.awaitText(call.firstEvent()));

        strike(blow, call, alive.get(random.nextInt(alive.size())));

        List<String> whole = wholes(answers);
        assertThat(whole).as("%s: %s", name, logs()).allMatch(call.whole()::equals);
        if (blow != Blow.KILL_A_SERVER) {
            assertThat(whole).as("%s: %s", name, logs()).hasSize(SERVERS);
        }
        assertThat(calls(question)).as(name).hasSize(1);
        if (whole.isEmpty()) {
            assertThat(kept(question)).as(name).isEmpty();
        } else {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(StoreException.class) // a crashed database takes its time
                    .until(() -> !kept(question).isEmpty());
            assertThat(kept(question)).as(name).containsExactly(call.whole());
            await().atMost(PATIENCE).until(() -> alive.stream().allMatch(ServerProcess::hasItsStore));
            assertThat(wholes(ask(question))).as("%s, again", name).isNotEmpty().allMatch(call.whole()::equals);
            assertThat(calls(question)).as(name).hasSize(1);
        }
        while (alive.size() < SERVERS) {
            start();
        }
    }

    private void strike(Blow blow, Call call, ServerProcess target) throws Exception {
        switch (blow) {
            case NONE -> call.finish();
            case KILL_A_SERVER -> {
                target.kill();
                alive.remove(target);
                call.finish();
            }
            case PAUSE_A_SERVER -> {
                target.pause();
                if (all.indexOf(target) == call.asker()) {
                    await().atMost(PATIENCE)
                            .until(() ->
                                    database.ask("select count(*) from lease where expires < clock_timestamp()") > 0);
                }
                call.finish();
                target.resume();
            }
            case CRASH_THE_DATABASE -> {
                database.crash();
                call.finish();
            }
            case PAUSE_THE_DATABASE -> {
                TestDatabase.Paused paused = database.pause();
                try {
                    call.finish();
                    await().atMost(PATIENCE).until(() -> call.ended() != Long.MAX_VALUE);
                } finally {
                    paused.resume();
                }
            }
        }
    }

    /** Asks each server. */
    private List<StreamedAnswer> ask(String question) {
        return alive.stream()
                .map(server -> StreamedAnswer.of(server.url(), question))
                .toList();
    }

    private List<Call> calls(String question) {
        return api.calls().stream()
                .filter(call -> call.question().equals(question))
                .toList();
    }

    private Call awaitCall(String question) {
        await().atMost(PATIENCE).until(() -> !calls(question).isEmpty());
        return calls(question).get(0);
    }

    /** The answers that have come to their ends, each as its client has it. */
    private static List<String> wholes(List<StreamedAnswer> answers) {
        return answers.stream()
                .filter(KilledServersTest::isWhole)
                .map(StreamedAnswer::text)
                .toList();
    }

    private static boolean isWhole(StreamedAnswer answer) {
        try {
            return answer.isWhole() && answer.status() == 200;
        } catch (CompletionException cut) {
            return false;
        }
    }

    /** The recorded answers to a question, in the order of their occurrences. */
    private List<String> kept(String question) {
        List<Recording> found = new ArrayList<>();
        try (Store store = PostgresStore.open(database.location(), KeyRules.NONE)) {
            store.forEach(entry -> found.add(entry.recording()), broken -> {
                throw broken;
            });
        }
        return found.stream()
                .filter(recording ->
                        recording.exchange().request().body().toString().contains("\"" + question + "\""))
                .sorted(Comparator.comparingInt(Recording::occurrence))
                .map(recording -> recording.exchange().response().body().toString())
                .toList();
    }

    private String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (ServerProcess server : all) {
            logs.append(server.url()).append(":\n").append(server.log()).append('\n');
        }
        return logs.toString();
    }
}
