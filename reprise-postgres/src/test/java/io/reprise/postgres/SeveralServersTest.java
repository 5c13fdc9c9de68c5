package io.reprise.postgres;

import static io.reprise.postgres.GatedApi.event;
import static io.reprise.postgres.GatedApi.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.config.Reprise;
import io.reprise.config.RepriseBuilder;
import io.reprise.config.Setting;
import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.Detail;
import io.reprise.server.tls.LocalCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Servers that use the same database, and are asked the same at the same time. */
@Slow
class SeveralServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private GatedApi api;

    @BeforeEach
    void prepare() throws IOException {
        database.prepare();
        api = new GatedApi();
        open.add(api);
    }

    @AfterEach
    void close() throws Exception {
        api.letAll();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private RepriseBuilder builder() {
        return Reprise.builder()
                .recordings(database.url())
                .upstream(api.url())
                .mode(Mode.RECORD_IF_MISSING)
                .workingDirectory(directory)
                .environment(Map.of("REPRISE_SPOOL_DIRECTORY", "spool"))
                .drain(Duration.ofSeconds(2))
                .log(new PrintStream(log, true, StandardCharsets.UTF_8), Detail.REQUESTS);
    }

    private Reprise start(RepriseBuilder builder) {
        Reprise server = builder.start();
        open.add(server);
        return server;
    }

    private List<Reprise> start(int count) {
        return Stream.generate(() -> start(builder())).limit(count).toList();
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private static List<StreamedAnswer> ask(List<Reprise> servers, String question) {
        return servers.stream()
                .map(server -> StreamedAnswer.of(server.url(), question))
                .toList();
    }

    private long recordings() {
        return database.ask("select count(*) from recording");
    }

    private void awaitLeases(int count) {
        await().atMost(PATIENCE).until(() -> database.ask("select count(*) from lease") == count);
    }

    /** So many requests have ended so, on all of these servers together. */
    private static void awaitOutcomes(List<Reprise> servers, Verb verb, long count) {
        await().atMost(PATIENCE)
                .until(() -> servers.stream()
                                .mapToLong(server -> server.report().outcomes().getOrDefault(verb, 0L))
                                .sum()
                        == count);
    }

    @Test
    void oneAsksAndTheOthersFollowItsAnswerAsItArrives() {
        List<Reprise> servers = start(4);
        List<StreamedAnswer> answers = ask(servers, "hello");

        api.let(2);
        answers.forEach(answer -> answer.awaitText(event(1, 1)));
        api.let(1);
        answers.forEach(answer -> answer.awaitText(event(1, 1) + event(1, 2)));
        assertThat(recordings()).isZero();
        StreamedAnswer late = StreamedAnswer.of(servers.get(3).url(), "hello");
        late.awaitText(event(1, 1) + event(1, 2));
        api.letAll();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.text()).isEqualTo(whole(1));
            assertThat(answer.isWhole()).isTrue();
            assertThat(answer.header("x-call")).isEqualTo("call 1");
            assertThat(recordings()).isEqualTo(1);
        });
        assertThat(late.text()).isEqualTo(whole(1));
        assertThat(api.calls()).isEqualTo(1);
        awaitOutcomes(servers, Verb.RECORDED, 1);
        awaitOutcomes(servers, Verb.JOINED, 4);
        awaitLeases(0);
    }

    @Test
    void eachClientGetsTheContentCodingThatItAccepts() {
        api.code();
        List<Reprise> servers = start(2);
        StreamedAnswer first = StreamedAnswer.of(servers.get(0).url(), "hello", "accept-encoding", "gzip");
        await().atMost(PATIENCE).until(() -> api.calls() == 1);
        StreamedAnswer coded = StreamedAnswer.of(servers.get(1).url(), "hello", "accept-encoding", "gzip");
        StreamedAnswer plain = StreamedAnswer.of(servers.get(1).url(), "hello");

        api.let(2);
        List.of(first, coded, plain).forEach(answer -> answer.awaitText(event(1, 1)));
        api.letAll();

        assertThat(List.of(first, coded, plain)).allSatisfy(answer -> {
            assertThat(answer.text()).isEqualTo(whole(1));
            assertThat(answer.isWhole()).isTrue();
        });
        assertThat(List.of(first.header("content-encoding"), coded.header("content-encoding")))
                .containsOnly("gzip");
        assertThat(plain.header("content-encoding")).isEmpty();
        assertThat(api.calls()).isEqualTo(1);
    }

    @Test
    void serversReachEachOtherOverTls() throws Exception {
        Path certificate =
                LocalCertificate.in(directory.resolve("tls"), Instant.now()).path();
        List<Reprise> servers = Stream.generate(() -> start(builder()
                        .selfSignedTls()
                        .set(Setting.TLS_DIRECTORY, directory.resolve("tls").toString())
                        .ca(certificate)))
                .limit(2)
                .toList();
        SSLContext trust = trusting(certificate);

        StreamedAnswer first = StreamedAnswer.of(trust, servers.get(0).url(), "hello");
        await().atMost(PATIENCE).until(() -> api.calls() == 1);
        StreamedAnswer second = StreamedAnswer.of(trust, servers.get(1).url(), "hello");
        api.let(2);
        second.awaitText(event(1, 1));
        api.letAll();

        assertThat(List.of(first.text(), second.text())).containsOnly(whole(1));
        assertThat(servers.get(0).url()).startsWith("https://");
        assertThat(api.calls()).isEqualTo(1);
        awaitOutcomes(servers, Verb.JOINED, 1);
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Test
    void whoHasSeenTheEndFindsTheRecordingOnEachServer() {
        List<Reprise> servers = start(2);
        api.letAll();
        for (int round = 1; round <= 20; round++) {
            String question = "round " + round;
            List<StreamedAnswer> answers = ask(servers, question);
            answers.forEach(answer -> assertThat(answer.isWhole()).isTrue());

            assertThat(ask(servers, question))
                    .allSatisfy(answer ->
                            assertThat(answer.text()).isEqualTo(answers.get(0).text()));
            assertThat(api.calls()).isEqualTo(round);
        }
    }

    @Test
    void errorsAreSharedAndNotKept() {
        List<Reprise> servers = start(2);
        api.answerWith(503);
        List<StreamedAnswer> answers = ask(servers, "hello");
        awaitLeases(1);
        api.letAll();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(503));
        assertThat(recordings()).isZero();
        awaitLeases(0);
        api.answerWith(200);
        int before = api.calls();
        assertThat(ask(servers, "hello"))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(api.calls()).isEqualTo(before + 1);
    }

    @Test
    void answerThatBreaksOffBreaksOffEverywhere() {
        List<Reprise> servers = start(2);
        api.breakOff();
        List<StreamedAnswer> answers = ask(servers, "hello");
        api.let(2);
        answers.forEach(answer -> answer.awaitText(event(1, 1)));
        api.letAll();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.isWhole()).isFalse();
            assertThat(answer.text()).isEqualTo(event(1, 1) + event(1, 2));
        });
        assertThat(recordings()).isZero();
    }

    @Test
    void upstreamThatIsAwayIsToldEverywhere() throws IOException {
        GatedApi gone = new GatedApi();
        gone.close();
        List<Reprise> servers = Stream.generate(() -> start(Reprise.builder()
                        .recordings(database.url())
                        .upstream(gone.url())
                        .mode(Mode.RECORD_IF_MISSING)
                        .environment(Map.of("REPRISE_SPOOL_DIRECTORY", "spool"))
                        .workingDirectory(directory)
                        .log(new PrintStream(log, true, StandardCharsets.UTF_8), Detail.REQUESTS)))
                .limit(2)
                .toList();

        assertThat(ask(servers, "hello"))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(502));
        awaitLeases(0);
    }

    /** A server of which the listener and the connections to the database can be cut, as if it had died. */
    private final class Mortal {
        private final Relay toDatabase = new Relay(database.port());
        private final Reprise server;
        private final Relay toServer;

        Mortal() throws IOException {
            open.add(toDatabase);
            Relay unbound = new Relay(0);
            server = start(builder()
                    .recordings(database.url(toDatabase.port()))
                    .advertise("http://127.0.0.1:" + unbound.port()));
            unbound.leadTo(server.port());
            toServer = unbound;
            open.add(toServer);
        }

        void die() throws IOException {
            toServer.cut();
            toDatabase.cut();
        }
    }

    @Test
    void anotherTakesOverIfTheHolderDiesBeforeAByteHasCome() throws IOException {
        Mortal holder = new Mortal();
        Reprise follower = start(builder());
        StreamedAnswer first = StreamedAnswer.of(holder.server.url(), "hello");
        awaitLeases(1);
        StreamedAnswer second = StreamedAnswer.of(follower.url(), "hello");
        await().atMost(PATIENCE).until(() -> holder.toServer.connections() == 1);
        assertThat(api.calls()).isEqualTo(1);

        holder.die();

        await().atMost(PATIENCE).until(() -> api.calls() == 2);
        api.letAll();
        assertThat(second.text()).isEqualTo(whole(2));
        assertThat(second.isWhole()).isTrue();
        assertThat(first.text()).isEqualTo(whole(1));
        assertThat(recordings()).isEqualTo(1);
        assertThat(StreamedAnswer.of(follower.url(), "hello").text()).isEqualTo(whole(2));
    }

    @Test
    void whoHasBytesOfTheDeadIsCutAndNeverSentAnotherAnswer() throws IOException {
        Mortal holder = new Mortal();
        Reprise follower = start(builder());
        Reprise third = start(builder());
        StreamedAnswer first = StreamedAnswer.of(holder.server.url(), "hello");
        awaitLeases(1);
        StreamedAnswer second = StreamedAnswer.of(follower.url(), "hello");
        api.let(2);
        second.awaitText(event(1, 1));

        holder.die();

        assertThat(second.isWhole()).isFalse();
        assertThat(second.text()).isEqualTo(event(1, 1));
        StreamedAnswer next = StreamedAnswer.of(follower.url(), "hello");
        StreamedAnswer elsewhere = StreamedAnswer.of(third.url(), "hello");
        await().atMost(PATIENCE).until(() -> api.calls() == 2);
        api.letAll();
        assertThat(next.text()).isEqualTo(whole(2));
        assertThat(elsewhere.text()).isEqualTo(whole(2));
        assertThat(first.text()).isEqualTo(whole(1));
        assertThat(api.calls()).isEqualTo(2);
        assertThat(recordings()).isEqualTo(1);
    }

    @Test
    void whoWasReplacedSendsItsAnswerAndSaysThatItIsNotKept() {
        Reprise server = start(builder());
        StreamedAnswer answer = StreamedAnswer.of(server.url(), "hello");
        awaitLeases(1);
        database.execute("update lease set token = 'of another', address = 'http://127.0.0.1:1'");
        api.letAll();

        assertThat(answer.text()).isEqualTo(whole(1));
        assertThat(recordings()).isZero();
        await().atMost(PATIENCE).until(() -> log().contains("NOT KEPT: another server took over this question"));
        assertThat(server.report().failedRecordings()).hasSize(1);
    }

    @Test
    void holderThatCannotBeReachedIsWaitedFor() {
        Reprise holder = start(builder().advertise("http://127.0.0.1:1"));
        Reprise follower = start(builder());
        StreamedAnswer first = StreamedAnswer.of(holder.url(), "hello");
        awaitLeases(1);
        StreamedAnswer second = StreamedAnswer.of(follower.url(), "hello");
        await().atMost(PATIENCE).until(() -> log().contains("its answer cannot be followed"));
        assertThat(log()).contains("Check '--advertise' of the server at http://127.0.0.1:1");

        api.letAll();

        assertThat(first.text()).isEqualTo(whole(1));
        assertThat(second.text()).isEqualTo(whole(1));
        assertThat(api.calls()).isEqualTo(1);
        awaitOutcomes(List.of(follower), Verb.REPLAYED, 1);
    }

    @Test
    void anotherServerAtTheAddressIsNotTakenForTheHolder() {
        Reprise other = start(builder());
        Reprise holder = start(builder().advertise(other.url()));
        Reprise follower = start(builder());
        StreamedAnswer first = StreamedAnswer.of(holder.url(), "hello");
        awaitLeases(1);
        StreamedAnswer second = StreamedAnswer.of(follower.url(), "hello");
        await().atMost(PATIENCE).until(() -> log().contains("another server answers there, with status 421"));

        api.letAll();

        assertThat(first.text()).isEqualTo(whole(1));
        assertThat(second.text()).isEqualTo(whole(1));
        assertThat(api.calls()).isEqualTo(1);
    }

    @Test
    void leaseOfAServerThatIsGoneRunsOut() {
        Reprise server = start(builder());
        StreamedAnswer answer = StreamedAnswer.of(server.url(), "hello");
        awaitLeases(1);
        database.execute("create table old as select * from lease;"
                + " update old set token = 'of the dead', address = 'http://127.0.0.1:1',"
                + " expires = clock_timestamp() + interval '2 seconds'");
        api.letAll();
        assertThat(answer.text()).isEqualTo(whole(1));
        database.execute("delete from recording; delete from change; insert into lease select * from old");
        Reprise next = start(builder());

        assertThat(StreamedAnswer.of(next.url(), "hello").text()).isEqualTo(whole(2));

        assertThat(recordings()).isEqualTo(1);
    }

    @Test
    void relayWorksWithATokenAndOnAllAddressesAndIsNotLogged() throws Exception {
        Reprise holder = start(builder().host("0.0.0.0").token("a-token-of-clients"));
        Reprise follower = start(builder());
        StreamedAnswer first = StreamedAnswer.of(
                "http://127.0.0.1:" + holder.port(), "hello", "x-reprise-token", "a-token-of-clients");
        awaitLeases(1);
        StreamedAnswer second = StreamedAnswer.of(follower.url(), "hello");
        api.let(2);
        second.awaitText(event(1, 1));
        api.letAll();

        assertThat(first.text()).isEqualTo(whole(1));
        assertThat(second.text()).isEqualTo(whole(1));
        assertThat(api.calls()).isEqualTo(1);
        awaitOutcomes(List.of(follower), Verb.JOINED, 1);
        assertThat(log())
                .contains("reach this one at http://127.0.0.1:" + holder.port())
                .doesNotContain("__reprise/relay");
        HttpResponse<String> guessed = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + holder.port()
                                        + "/__reprise/relay/00112233445566778899aabbccddeeff/0"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(guessed.statusCode()).isEqualTo(421);
        assertThat(guessed.body()).isEmpty();
    }

    @Test
    void whatIsNotSharedInAServerIsNotSharedBetweenServers() {
        List<Reprise> servers = Stream.generate(() -> start(builder().shareCalls(false)))
                .limit(2)
                .toList();
        List<StreamedAnswer> answers = ask(servers, "hello");
        await().atMost(PATIENCE).until(() -> api.calls() == 2);
        assertThat(database.ask("select count(*) from lease")).isZero();
        api.letAll();

        answers.forEach(answer -> assertThat(answer.isWhole()).isTrue());
        assertThat(recordings()).isEqualTo(2);
    }

    @Test
    void replayNeedsNoLeases() {
        Reprise recording = start(builder());
        api.letAll();
        assertThat(StreamedAnswer.of(recording.url(), "hello").text()).isEqualTo(whole(1));
        database.execute("drop table lease");

        Reprise replaying = start(builder().mode(Mode.REPLAY));

        assertThat(StreamedAnswer.of(replaying.url(), "hello").text()).isEqualTo(whole(1));
        assertThat(StreamedAnswer.of(replaying.url(), "unknown").status()).isEqualTo(404);
    }

    @Test
    void whileTheDatabaseIsAwayTheUpstreamIsAskedWithoutALease() throws IOException {
        Relay toDatabase = new Relay(database.port());
        open.add(toDatabase);
        Reprise server =
                start(builder().recordings(database.url(toDatabase.port())).mode(Mode.RECORD));
        toDatabase.cut();
        api.letAll();

        assertThat(StreamedAnswer.of(server.url(), "hello").text()).isEqualTo(whole(1));
        await().atMost(PATIENCE)
                .until(() -> log().contains("the upstream is asked, whether or not another server asks the same: "));
    }

    @Test
    void manyServersThatRecordOneTestNumberItsAnswersWithoutAGap() {
        List<Reprise> servers = Stream.generate(() -> start(builder().shareCalls(false)))
                .limit(20)
                .toList();
        List<StreamedAnswer> answers = servers.stream()
                .map(server -> StreamedAnswer.of(server.url() + "/t/one", "hello"))
                .toList();
        await().atMost(PATIENCE).until(() -> api.calls() == 20);
        api.letAll();
        answers.forEach(answer -> assertThat(answer.isWhole()).isTrue());

        assertThat(database.ask("select count(*) from generate_series(1, 20) n join recording on occurrence = n"
                        + " where test = 'one'"))
                .isEqualTo(20);
        assertThat(recordings()).isEqualTo(20);
    }

    /** So many answers of each server, which ask at the same time. */
    private List<StreamedAnswer> recordAtOnce(List<Reprise> servers, int each) {
        int before = api.calls();
        List<StreamedAnswer> answers = servers.stream()
                .flatMap(server -> Stream.generate(() -> server).limit(each))
                .map(server -> StreamedAnswer.of(server.url() + "/t/one", "hello"))
                .toList();
        await().atMost(PATIENCE).until(() -> api.calls() == before + answers.size());
        api.letAll();
        answers.forEach(answer -> assertThat(answer.isWhole()).isTrue());
        return answers;
    }

    /** There are so many answers, with numbers from 1. */
    private void assertDense(int count) {
        assertThat(recordings()).isEqualTo(count);
        assertThat(database.ask("select count(*) from generate_series(1, " + count
                        + ") n join recording on occurrence = n where test = 'one'"))
                .isEqualTo(count);
    }

    /** Which calls of the upstream made these answers; ids differ from those of the upstream where an earlier run had others. */
    private static List<String> calls(Stream<StreamedAnswer> answers) {
        return answers.map(answer -> answer.text().replaceFirst("(?s).*?(call \\d+).*", "$1"))
                .toList();
    }

    private List<String> replayed(int count) {
        Reprise replaying = start(builder().mode(Mode.REPLAY));
        return calls(Stream.generate(() -> StreamedAnswer.of(replaying.url() + "/t/one", "hello"))
                .limit(count));
    }

    @Test
    void serversThatRecordAgainReplaceAnEarlierRunAndNotEachOther() throws Exception {
        Reprise earlier = start(builder().mode(Mode.RECORD).shareCalls(false));
        recordAtOnce(List.of(earlier), 3);
        List<Reprise> servers = Stream.generate(
                        () -> start(builder().mode(Mode.RECORD).shareCalls(false)))
                .limit(6)
                .toList();

        List<StreamedAnswer> first = recordAtOnce(servers, 3);

        assertDense(18);
        assertThat(replayed(18)).containsExactlyInAnyOrderElementsOf(calls(first.stream()));
        assertThat(post(servers.get(0), "tests/start-over?test=one").statusCode())
                .isEqualTo(200);
        List<StreamedAnswer> second = recordAtOnce(servers, 1);
        assertDense(6);
        assertThat(replayed(6)).containsExactlyInAnyOrderElementsOf(calls(second.stream()));
    }

    private static HttpResponse<String> post(Reprise server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/__reprise/" + path))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aTestThatStartsOverDoesSoOnAllServers() throws Exception {
        Reprise recording = start(builder().shareCalls(false));
        List<StreamedAnswer> both = Stream.generate(() -> StreamedAnswer.of(recording.url() + "/t/one", "hello"))
                .limit(2)
                .toList();
        await().atMost(PATIENCE).until(() -> api.calls() == 2);
        api.letAll();
        both.forEach(answer -> assertThat(answer.isWhole()).isTrue());
        Reprise near = start(builder().mode(Mode.REPLAY));
        Reprise far = start(builder().mode(Mode.REPLAY));
        String first = StreamedAnswer.of(far.url() + "/t/one", "hello").text();

        for (String start : List.of("start-over?test=one", "start-over", "start?test=one")) {
            assertThat(StreamedAnswer.of(far.url() + "/t/one", "hello").text()).isNotEqualTo(first);
            assertThat(post(near, "tests/" + start).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> StreamedAnswer.of(far.url() + "/t/one", "hello")
                            .text()
                            .equals(first));
        }
    }

    @Test
    void serversThatRecordOneTestAfterEachOtherNumberItsAnswersFromOne() {
        api.letAll();
        List<Reprise> servers = start(4);
        for (int round = 0; round < 5; round++) {
            for (Reprise server : servers) {
                StreamedAnswer answer = StreamedAnswer.of(server.url() + "/t/one", "question " + round);
                assertThat(answer.isWhole()).isTrue();
            }
        }

        assertThat(recordings()).isEqualTo(5);
        assertThat(api.calls()).isEqualTo(5);
    }
}
