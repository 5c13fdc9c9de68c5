package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.config.Reprise;
import io.reprise.core.Slow;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.postgres.SteppedApi.Call;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.Detail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four servers of one database, which die, lose the database and are asked the same, in random order. The property {@code servers.seconds} says for
 * how long, {@code servers.seed} in which order.
 */
@Slow
class ServersModelTest {
    private static final int SERVERS = 4;
    private static final int QUESTIONS = 3;
    private static final List<String> TESTS = List.of("one", "two");
    private static final int MOST_WAITING = 12;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("servers.seconds", 3));
    private static final String TAKEN_OVER = "another server took over this question";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private final AtomicLong time = new AtomicLong();
    private final Semaphore news = new Semaphore(0);
    private final List<Server> all = new ArrayList<>();
    private final List<Server> alive = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    @BeforeEach
    void prepare() {
        database.prepare();
    }

    /** @param question with its test, as the upstream sees it */
    private record Asked(String question, StreamedAnswer answer) {
        boolean isWhole() {
            try {
                return answer.isWhole() && answer.status() == 200;
            } catch (CompletionException cut) {
                return false;
            }
        }

        Optional<String> received() {
            try {
                return answer.status() == 200 ? Optional.of(answer.text()) : Optional.empty();
            } catch (CompletionException cut) {
                return Optional.empty();
            }
        }
    }

    /** A server of which the listener and the connections to the database can be cut. */
    private final class Server {
        private final int number = all.size();
        private final ByteArrayOutputStream log = new ByteArrayOutputStream();
        private final Relay toDatabase;
        private final Relay toServer;
        private final Reprise server;
        /** Since when the database cannot be reached, and until when it could not be reached, the last time; 0 for never. */
        private long awaySince;

        private long awayUntil;

        Server(SteppedApi api, Mode mode) throws IOException {
            toDatabase = new Relay(database.port());
            toServer = new Relay(0);
            server = Reprise.builder()
                    .recordings(database.url(toDatabase.port()))
                    .advertise("http://127.0.0.1:" + toServer.port())
                    .upstream(api.url(number))
                    .mode(mode)
                    .workingDirectory(directory)
                    .environment(Map.of("REPRISE_SPOOL", "off"))
                    .drain(Duration.ofSeconds(2))
                    .log(new PrintStream(log, true, StandardCharsets.UTF_8), Detail.REQUESTS)
                    .start();
            toServer.leadTo(server.port());
        }

        String url() {
            return "http://127.0.0.1:" + toServer.port();
        }

        boolean isAway() {
            return awaySince > awayUntil;
        }

        void cut() throws IOException {
            awaySince = time.incrementAndGet();
            toDatabase.cut();
        }

        void mend() {
            toDatabase.mend();
            awayUntil = time.incrementAndGet();
        }

        void kill() throws IOException {
            toServer.cut();
            cut();
        }

        /** Whether it may have lost its leases, or asked without one, at or after that time. */
        boolean wasAwaySince(long begin) {
            return isAway() || awayUntil >= begin;
        }

        boolean wasReplaced() {
            return log().contains(TAKEN_OVER);
        }

        String log() {
            return log.toString(StandardCharsets.UTF_8);
        }

        void close() throws IOException {
            server.close();
            toServer.close();
            toDatabase.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RECORD", "RECORD_IF_MISSING"})
    void keepsItsPromises(Mode mode) throws Exception {
        long seed = Long.getLong("servers.seed", System.nanoTime());
        System.out.println("servers.seed " + seed + " in mode " + mode);
        try (SteppedApi api = new SteppedApi(time, news)) {
            for (int i = 0; i < SERVERS; i++) {
                start(api, mode);
            }
            act(new Random(seed), api, mode);
            api.free();
            for (Server server : alive) {
                server.mend();
            }
            asked.forEach(Asked::isWhole); // waits for their ends
            for (Server server : all) {
                server.close();
            }
            assertPromises("seed " + seed, api.calls());
        }
    }

    private void start(SteppedApi api, Mode mode) throws IOException {
        Server server = new Server(api, mode);
        all.add(server);
        alive.add(server);
    }

    private void act(Random random, SteppedApi api, Mode mode) throws Exception {
        long end = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < end) {
            int chance = random.nextInt(100);
            Server server = alive.get(random.nextInt(alive.size()));
            if (chance < 40) {
                ask(random, server);
            } else if (chance < 85) {
                pick(random, api.open()).ifPresent(Call::step);
            } else if (chance < 88) {
                pick(random, api.open()).ifPresent(Call::breakOff);
            } else if (chance < 91) {
                server.cut();
            } else if (chance < 96) {
                for (Server away : alive) {
                    away.mend();
                }
            } else if (chance < 98 && mode == Mode.RECORD_IF_MISSING) {
                startOver(random, server);
            } else if (chance == 99 && (mode == Mode.RECORD_IF_MISSING || alive.size() > 2)) {
                server.kill();
                alive.remove(server);
                if (mode == Mode.RECORD_IF_MISSING) { // in the other mode, a new server begins a new run, and replaces
                    start(api, mode);
                }
            }
            boolean unused = news.tryAcquire(20, TimeUnit.MILLISECONDS);
        }
    }

    private static Optional<Call> pick(Random random, List<Call> calls) {
        return calls.isEmpty() ? Optional.empty() : Optional.of(calls.get(random.nextInt(calls.size())));
    }

    private void ask(Random random, Server server) {
        String test = TESTS.get(random.nextInt(TESTS.size()));
        String question = test + " " + random.nextInt(QUESTIONS);
        long waiting = asked.stream().filter(each -> !each.answer().hasEnded()).count();
        if (waiting < MOST_WAITING) {
            asked.add(new Asked(question, StreamedAnswer.of(server.url() + "/t/" + test, question)));
        }
    }

    /** It may fail: the database may be away. */
    private static void startOver(Random random, Server server) {
        String test = TESTS.get(random.nextInt(TESTS.size()));
        HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(server.url() + "/__reprise/tests/start-over?test=" + test))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    private void assertPromises(String seed, List<Call> calls) {
        Map<String, Call> byText = calls.stream().collect(Collectors.toMap(Call::whole, call -> call));
        List<Recording> kept = new ArrayList<>();
        try (Store store = PostgresStore.open(database.location(), KeyRules.NONE)) {
            store.forEach(entry -> kept.add(entry.recording()), broken -> {
                throw broken;
            });
        }
        Map<String, List<Recording>> byQuestion = kept.stream()
                .collect(Collectors.groupingBy(recording -> byText.containsKey(text(recording))
                        ? byText.get(text(recording)).question()
                        : "torn: " + text(recording)));
        assertThat(byQuestion.keySet()).as(seed).noneMatch(question -> question.startsWith("torn"));
        assertThat(kept.stream().map(ServersModelTest::text)).as(seed).doesNotHaveDuplicates();
        byQuestion.forEach((question, recordings) -> assertThat(recordings)
                .as("%s: %s", seed, question)
                .allSatisfy(recording ->
                        assertThat(question).startsWith(recording.test().name()))
                .extracting(Recording::occurrence)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, recordings.size()).boxed().toList()));
        long acknowledged = all.stream()
                .mapToLong(server -> server.server.report().outcomes().getOrDefault(Verb.RECORDED, 0L))
                .sum();
        System.out.println(seed + ": " + asked.size() + " questions, " + calls.size() + " calls, " + acknowledged
                + " answers acknowledged, " + kept.size() + " kept");
        assertThat((long) kept.size()).as(seed).isGreaterThanOrEqualTo(acknowledged);
        assertThat(acknowledged).as(seed).isPositive();
        List<String> texts = kept.stream().map(ServersModelTest::text).toList();
        for (Asked each : asked) {
            Optional<String> received = each.received();
            if (each.isWhole()) {
                Call call = byText.get(received.orElseThrow());
                assertThat(call).as("%s: mixed: %s", seed, received).isNotNull();
                assertThat(call.question()).as(seed).isEqualTo(each.question());
                boolean saysNotKept = all.get(call.asker()).log().contains("NOT KEPT");
                assertThat(saysNotKept || texts.contains(call.whole()))
                        .as("%s: call %d is kept, or server %d says that it is not", seed, call.number(), call.asker())
                        .isTrue();
            } else {
                received.ifPresent(part -> assertThat(calls)
                        .as("%s: mixed: %s", seed, part)
                        .anyMatch(call -> call.question().equals(each.question())
                                && call.whole().startsWith(part)));
            }
        }
        assertOneCallAtATime(seed, calls);
    }

    private void assertOneCallAtATime(String seed, List<Call> calls) {
        for (Call one : calls) {
            for (Call next : calls) {
                boolean isBoth = one.question().equals(next.question())
                        && one.begun() < next.begun()
                        && next.begun() < one.ended();
                Server holder = all.get(one.asker());
                Server other = all.get(next.asker());
                boolean mayBe = holder.wasAwaySince(one.begun()) || other.wasAwaySince(one.begun());
                assertThat(isBoth && !mayBe && !holder.wasReplaced())
                        .as(
                                "%s: calls %d of server %d and %d of server %d at the same time, for '%s'",
                                seed, one.number(), one.asker(), next.number(), next.asker(), one.question())
                        .isFalse();
            }
        }
    }

    private static String text(Recording recording) {
        return recording.exchange().response().body().toString();
    }
}
