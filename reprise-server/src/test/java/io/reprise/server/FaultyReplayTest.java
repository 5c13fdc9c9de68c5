package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Response;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyReplayTest {
    private static final String HEADER = "X-Reprise-Fault";
    private static final String[] EVENTS = {
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ö\"}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"€𝄞\"}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
        "[DONE]"
    };

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer serve(String... rules) {
        fixture.keepStream(EVENTS);
        ReplaySettings settings = new ReplaySettings(
                Repeat.LAST,
                Pace.INSTANT,
                List.of(),
                List.of(rules).stream().map(FaultRule::parse).toList());
        return fixture.serve(Mode.REPLAY, settings);
    }

    private static String events(int count) {
        return ServerFixture.stream(0, List.of(EVENTS).subList(0, count).toArray(String[]::new))
                .body()
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recut=1", "recut=2", "recut=3", "recut=7", "recut=4096", "recut=random,seed=3"})
    void theSameBytesComeHoweverTheyAreCut(String fault) throws Exception {
        RepriseServer server = serve();

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, HEADER, fault);

        assertThat(answer.body()).isEqualTo(events(4));
        assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.WHOLE);
        assertThat(answer.head()).contains("x-reprise-fault: " + fault + "\r\n");
        if (fault.matches("recut=\\d")) {
            int size = Integer.parseInt(fault.substring("recut=".length()));
            assertThat(answer.pieces().subList(0, answer.pieces().size() - 1)).allMatch(piece -> piece.length == size);
        }
        for (HttpClient.Version version : HttpClient.Version.values()) {
            assertThat(ServerFixture.ask(version, ServerFixture.chat(server, ServerFixture.QUESTION, HEADER, fault))
                            .body())
                    .isEqualTo(events(4));
        }
    }

    @ParameterizedTest
    @CsvSource({"'cut,after=2', CLOSED, 2", "cut=0, CLOSED, 0", "'reset,after=2', RESET, 2", "reset=4, RESET, 4"})
    void aBrokenConnectionIsSeenAsItBreaks(String fault, RawAnswer.Ending ending, int chunks) throws Exception {
        RepriseServer server = serve();

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, HEADER, fault);

        assertThat(answer.ending()).isEqualTo(ending);
        assertThat(answer.body()).isEqualTo(events(chunks));
        assertThat(answer.head()).startsWith("HTTP/1.1 200").contains("x-reprise-fault: " + fault + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"cut, CLOSED", "reset, RESET", "'cut,after=start', CLOSED"})
    void nothingComesWhereItBreaksAtTheStart(String fault, RawAnswer.Ending ending) throws Exception {
        RepriseServer server = serve();

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, HEADER, fault);

        assertThat(answer).isEqualTo(new RawAnswer("", List.of(), ending));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut=2", "reset=2"})
    void withHttp2OnlyTheStreamBreaks(String fault) throws Exception {
        RepriseServer server = serve();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        client.send(ServerFixture.chat(server, ServerFixture.QUESTION), HttpResponse.BodyHandlers.ofString());

        HttpResponse<InputStream> answer = client.send(
                ServerFixture.chat(server, ServerFixture.QUESTION, HEADER, fault),
                HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(events(2)).startsWith(readUntilBroken(answer.body()));
        assertThat(client.send(ServerFixture.chat(server, ServerFixture.QUESTION), HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo(events(4));
    }

    /** What came before the stream broke; the client may throw away what it has when it learns of a break. */
    private static String readUntilBroken(InputStream in) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThatThrownBy(() -> in.transferTo(received)).isInstanceOf(IOException.class);
        return received.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBodyThatIsNoStreamEndsBeforeTheLengthThatItAnnounced(HttpClient.Version version) throws Exception {
        fixture.keep(
                ServerFixture.QUESTION, 1, Response.whole(200, "application/json", Bytes.utf8("{\"choices\":[]}")));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        assertThatThrownBy(() -> ServerFixture.ask(
                        version, ServerFixture.chat(server, ServerFixture.QUESTION, HEADER, "cut,after=50%")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aRefusalIsWordedAsTheProviderWould() throws Exception {
        RepriseServer server = serve();

        HttpResponse<String> answer = ServerFixture.ask(
                ServerFixture.chat(server, ServerFixture.QUESTION, HEADER, "status=429,retry-after=90"));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().map())
                .containsEntry("retry-after", List.of("90"))
                .containsEntry("x-ratelimit-remaining-requests", List.of("0"))
                .containsEntry("x-ratelimit-reset-requests", List.of("1m30s"))
                .containsEntry("x-reprise-fault", List.of("status=429,retry-after=90"));
        assertThat(answer.body()).contains("\"code\":\"rate_limit_exceeded\"").contains("Rate limit reached for m");
        assertThat(fixture.store().recordings()).hasSize(1);
    }

    @Test
    void aRetryGetsTheAnswerThatTheFaultKeptBack() throws Exception {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(0, "1", "[DONE]"));
        fixture.keep(ServerFixture.QUESTION, 2, ServerFixture.stream(0, "2", "[DONE]"));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        String[] fault = {HEADER, "status=503; every=2"};
        String[] retried = {HEADER, "status=503; every=2", "x-stainless-retry-count", "1"};

        assertThat(ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, fault))
                        .body())
                .startsWith("data: 1");
        assertThat(ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, fault))
                        .statusCode())
                .isEqualTo(503);
        assertThat(ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, retried))
                        .body())
                .startsWith("data: 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error,after=1,status=529,message=busy | data: {\"error\":{\"message\":\"busy\"",
                "malformed,after=1 | data: {\"choices\":[{\"index\":0,\"d\\n\\n",
                "empty,after=1 | data:\\n\\n",
                "duplicate,after=0 | data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ö\"}}]}\\n\\n",
            })
    void theContentGoesWrongAfterTheFirstEvent(String fault, String next) throws Exception {
        RepriseServer server = serve();

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, HEADER, fault);

        assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.WHOLE);
        assertThat(answer.body()).startsWith(events(1));
        assertThat(answer.body().substring(events(1).length()))
                .startsWith(next.replace("\\n", "\n").strip());
    }

    @Test
    void aStreamMayEndWithoutItsMark() throws Exception {
        assertThat(RawAnswer.of(serve(), ServerFixture.QUESTION, HEADER, "no-done"))
                .extracting(RawAnswer::body, RawAnswer::ending)
                .containsExactly(events(3), RawAnswer.Ending.WHOLE);
    }

    @Test
    void aPauseMakesWhatFollowsLate() throws Exception {
        RepriseServer server = serve();
        long start = System.nanoTime();

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, HEADER, "stall,after=2,for=150ms; delay=50ms");

        assertThat(answer.body()).isEqualTo(events(4));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
    }

    @Test
    void anAnswerThatStallsForEverDoesNotHoldUpTheStop() throws Exception {
        RepriseServer server = serve();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        ServerFixture.chat(server, ServerFixture.QUESTION, HEADER, "stall,after=1"),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(events(1).getBytes(StandardCharsets.UTF_8).length))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(events(1));

        server.close();

        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void everyAnswerWithAFaultSaysSoInTheLog() throws Exception {
        RepriseServer server = serve();

        RawAnswer.of(server, ServerFixture.QUESTION, HEADER, "cut,after=2; first=1");
        RawAnswer.of(server, ServerFixture.QUESTION, HEADER, "cut,after=2; first=1");
        server.close();

        assertThat(fixture.log().lines().toList()).hasSize(2);
        assertThat(fixture.log().lines().findFirst().orElseThrow())
                .startsWith("faulted POST /v1/chat/completions model=m key=")
                .contains("fault=\"cut,after=2\" status=200 chunks=2");
        assertThat(fixture.log().lines().skip(1).findFirst().orElseThrow())
                .startsWith("replayed ")
                .doesNotContain("fault");
    }

    @Test
    void quotesInAFaultAreEscapedInTheLog() throws Exception {
        RepriseServer server = serve();

        RawAnswer.of(server, ServerFixture.QUESTION, HEADER, "status=503,message=\"hi, there\"");
        server.close();

        assertThat(fixture.log()).contains(" fault=\"status=503,message=\\\"hi, there\\\"\" status=503");
    }

    @Test
    void aRuleStrikesByModelAndProbabilityTheSameEachTime() throws Exception {
        List<Boolean> first = struck(serve("status=500; model=m,probability=50%,seed=4"));
        List<Boolean> again = struck(serve("status=500; model=m,probability=50%,seed=4"));

        assertThat(first).isEqualTo(again).contains(true, false);
        assertThat(struck(serve("status=500; model=other"))).doesNotContain(true);
    }

    private static List<Boolean> struck(RepriseServer server) {
        return IntStream.range(0, 20)
                .mapToObj(i -> {
                    try {
                        return ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION))
                                        .statusCode()
                                == 500;
                    } catch (IOException | InterruptedException failed) {
                        throw new AssertionError(failed);
                    }
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "cut,after=x", "status=200", "cut; colour=red", "first=1"})
    void aFaultThatCannotBeUnderstoodIsRefusedWithTheGrammar(String fault) throws Exception {
        HttpResponse<String> answer =
                ServerFixture.ask(ServerFixture.chat(serve(), ServerFixture.QUESTION, HEADER, fault));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).containsAnyOf("Faults are status=429", "When faults happen is written");
    }

    @Test
    void aMissStaysAMiss() throws Exception {
        HttpResponse<String> answer = ServerFixture.ask(
                ServerFixture.chat(serve("cut"), ServerFixture.QUESTION.replace("hi", "ho"), HEADER, "status=500"));

        assertThat(answer.statusCode()).isEqualTo(404);
    }
}
