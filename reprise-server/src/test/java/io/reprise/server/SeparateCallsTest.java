package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Sharing;
import io.reprise.core.store.Recording;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identical requests at the same time, each of which is an upstream call of its own. */
@Slow
class SeparateCallsTest {
    private static final String QUESTION = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final int MANY = 20;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @BeforeEach
    void separateCalls() {
        fixture.keeping(KeepSettings.DEFAULT.with(Sharing.CALL_EACH));
    }

    private static void write(OutputStream out, int status, String text) throws IOException {
        String body =
                "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":\"" + text + "\"}}]}";
        out.write(("HTTP/1.1 " + status + " Said\r\ncontent-type: application/json\r\nconnection: close\r\n"
                        + "content-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    /** An upstream that answers only when all have asked, and in the opposite order. */
    private FakeUpstream upstream(int all) throws IOException {
        List<CountDownLatch> turns = IntStream.rangeClosed(0, all)
                .mapToObj(i -> new CountDownLatch(1))
                .toList();
        return fixture.upstream((call, request, out) -> {
            if (call == all - 1) {
                turns.get(all).countDown();
            }
            turns.get(call + 1).await();
            write(out, 200, "sample " + call);
            turns.get(call).countDown();
        });
    }

    /** As many clients as connections, so that several event loops take part. */
    private static List<String> askAtOnce(RepriseServer server, int times, String... headers) {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(HttpClient.newHttpClient()
                    .sendAsync(ServerFixture.chat(server, QUESTION, headers), HttpResponse.BodyHandlers.ofString())
                    .thenApply(SeparateCallsTest::said));
        }
        return answers.stream().map(CompletableFuture::join).sorted().toList();
    }

    private static String said(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.body().replaceAll(".*\"content\":\"([^\"]*)\".*", "$1");
    }

    private static List<String> ask(RepriseServer server, int times) throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(said(ServerFixture.ask(ServerFixture.chat(server, QUESTION))));
        }
        return answers.stream().sorted().toList();
    }

    private static List<String> samples(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> "200 sample " + i)
                .sorted()
                .toList();
    }

    private List<Integer> occurrences() {
        return fixture.store().recordings().stream()
                .map(Recording::occurrence)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RECORD", "RECORD_IF_MISSING"})
    void eachIsACallAndAnOccurrence(Mode mode) throws Exception {
        FakeUpstream upstream = upstream(MANY);

        List<String> recorded = askAtOnce(serve(mode, upstream), MANY);

        assertThat(recorded).isEqualTo(samples(MANY));
        assertThat(upstream.requests()).hasSize(MANY);
        assertThat(occurrences())
                .isEqualTo(IntStream.rangeClosed(1, MANY).boxed().toList());
        assertThat(ask(serve(Mode.REPLAY), MANY)).isEqualTo(recorded);
        assertThat(askAtOnce(serve(Mode.REPLAY), MANY)).isEqualTo(recorded);
    }

    @Test
    void theFirstThatIsKeptReplacesThoseOfEarlierRuns() throws Exception {
        askAtOnce(serve(Mode.RECORD, upstream(7)), 7);

        askAtOnce(serve(Mode.RECORD, upstream(5)), 5);

        assertThat(occurrences()).containsExactly(1, 2, 3, 4, 5);
        assertThat(ask(serve(Mode.REPLAY), 5)).isEqualTo(samples(5));
    }

    @Test
    void alsoThoseThatComeAfterTheFirstAnswerAreCalls() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> write(out, 200, "sample " + call));

        assertThat(ask(serve(Mode.RECORD_IF_MISSING, upstream), 3)).isEqualTo(samples(3));

        assertThat(ask(serve(Mode.RECORD_IF_MISSING, upstream), 3)).isEqualTo(samples(3));
        assertThat(upstream.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatFailsLeavesNoGap(boolean keepsErrors) throws Exception {
        fixture.keeping(new KeepSettings(keepsErrors, false, KeepSettings.DEFAULT.readOn()).with(Sharing.CALL_EACH));
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        boolean[] fails = new boolean[MANY * 10];
        for (int i = 0; i < fails.length; i++) {
            fails[i] = random.nextInt(3) == 0;
        }
        FakeUpstream upstream =
                fixture.upstream((call, request, out) -> write(out, fails[call] ? 503 : 200, "sample " + call));
        RepriseServer server = serve(Mode.RECORD, upstream);

        List<CompletableFuture<List<String>>> clients = IntStream.range(0, MANY)
                .mapToObj(client -> CompletableFuture.supplyAsync(() -> askUntilGood(server)))
                .toList();
        List<String> got = clients.stream()
                .flatMap(client -> client.join().stream())
                .sorted()
                .toList();

        List<String> expected = got.stream()
                .filter(answer -> keepsErrors || answer.startsWith("200"))
                .toList();
        assertThat(kept()).as("seed " + seed).isEqualTo(expected);
        assertThat(occurrences())
                .as("seed " + seed)
                .isEqualTo(IntStream.rangeClosed(1, expected.size()).boxed().toList());
        assertThat(ask(serve(Mode.REPLAY), expected.size())).isEqualTo(expected);
    }

    /** Retries as SDKs do. */
    private static List<String> askUntilGood(RepriseServer server) {
        List<String> answers = new ArrayList<>();
        try {
            do {
                String[] retry = {"x-stainless-retry-count", Integer.toString(answers.size())};
                answers.add(said(ServerFixture.ask(ServerFixture.chat(server, QUESTION, retry))));
            } while (!answers.get(answers.size() - 1).startsWith("200"));
            return answers;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<String> kept() {
        return fixture.store().recordings().stream()
                .map(recording -> recording.exchange().response())
                .map(response -> response.status() + " "
                        + response.body().toString().replaceAll(".*\"content\":\"([^\"]*)\".*", "$1"))
                .sorted()
                .toList();
    }

    @Test
    void aClientThatTriesAgainBeforeItsAnswerHasArrivedGetsThatAnswer() throws Exception {
        CountDownLatch isAskedAgain = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            isAskedAgain.await();
            write(out, 200, "sample " + call);
        });
        RepriseServer server = serve(Mode.RECORD, upstream);
        CompletableFuture<HttpResponse<String>> impatient = HttpClient.newHttpClient()
                .sendAsync(ServerFixture.chat(server, QUESTION), HttpResponse.BodyHandlers.ofString());
        await().until(() -> upstream.requests().size() == 1);
        int before = server.unfinished().timers();
        impatient.cancel(true);
        await().until(() -> server.unfinished().timers() > before); // it has noticed, and reads on for a time

        CompletableFuture<String> retried = HttpClient.newHttpClient()
                .sendAsync(
                        ServerFixture.chat(server, QUESTION, "x-stainless-retry-count", "1"),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(SeparateCallsTest::said);
        isAskedAgain.countDown();

        assertThat(retried.get()).startsWith("200 sample ");
        await().untilAsserted(
                        () -> assertThat(fixture.store().bodies(TestId.NONE)).hasSize(1));
    }

    @Test
    void byDefaultIdenticalRequestsAtTheSameTimeAreOneCall() throws Exception {
        fixture.keeping(KeepSettings.DEFAULT);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            mayAnswer.await();
            write(out, 200, "sample " + call);
        });
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(() -> askAtOnce(server, 5));
        await().until(() -> upstream.requests().size() == 1);
        mayAnswer.countDown();

        assertThat(answers.get()).containsOnly("200 sample 0");
        assertThat(fixture.store().recordings()).hasSize(1);
    }
}
