package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Headers;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.server.UpstreamFault.Sees;
import io.reprise.server.upstream.Upstream;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever an upstream does wrong: what the client sees, what is kept, what the log says, and that nothing is left. */
@Slow
class UpstreamFaultsTest {
    static final List<UpstreamFault> FAULTS = UpstreamFaults.TABLE;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    /** Of the case that is tried. */
    private volatile BodyShape shape = BodyShape.EVENTS;

    private final Http2Client client = fixture.closing(new Http2Client());
    private final BufferLeaks buffers = fixture.closing(new BufferLeaks());

    /** One way to ask. */
    private record Case(UpstreamFault fault, BodyShape shape, HttpVersion version, Mode mode) {
        /** Each way has a test of its own, so that no recording answers another one. */
        String test() {
            return fault + "/" + shape + "/" + version + "/" + mode;
        }

        boolean isKept() {
            return mode != Mode.LIVE;
        }

        Map<String, String> headers() {
            return Map.of(
                    "content-type", "application/json", "x-reprise-test", test(), "x-reprise-mode", mode.toString());
        }
    }

    private static final Set<BodyShape> SHAPES_OF_HTTP_2 = Set.of(BodyShape.EVENTS, BodyShape.JSON);

    @ParameterizedTest
    @FieldSource("FAULTS")
    @Timeout(120)
    void isPassedOnAsWhatItIs(UpstreamFault fault) throws Exception {
        ScriptedUpstream upstream =
                fixture.closing(new ScriptedUpstream(it -> fault.script().serve(it, shape)));
        RepriseServer server = fixture.serve(
                Mode.RECORD, List.of(new Upstream("", URI.create(upstream.url() + "/v1"), List.of(), Headers.NONE)));

        for (Case each : cases(fault).toList()) {
            check(each, server, upstream);
        }
        assertThat(buffers.found()).as("buffers that nobody has released").isEmpty();
    }

    /** What HTTP/2 has of its own does not depend on the shape of a body: two shapes do. */
    private static Stream<Case> cases(UpstreamFault fault) {
        return Stream.of(BodyShape.values())
                .flatMap(shape -> (SHAPES_OF_HTTP_2.contains(shape)
                                ? Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                                : Stream.of(HttpVersion.HTTP_1_1))
                        .flatMap(version -> Stream.of(Mode.RECORD, Mode.RECORD_IF_MISSING, Mode.LIVE)
                                .map(mode -> new Case(fault, shape, version, mode))));
    }

    private void check(Case asked, RepriseServer server, ScriptedUpstream upstream) throws Exception {
        shape = asked.shape();
        int logged = fixture.log().length();

        Received seen = ask(asked, server, upstream);

        Expected expected = Expected.of(asked.fault().sees(), asked.shape(), asked.isKept());
        assertThat(seen.status()).as("status of " + asked.test()).isEqualTo(expected.status());
        assertThat(seen.isWhole()).as("end of " + asked.test()).isEqualTo(expected.isWhole());
        if (expected.status() == 200) {
            assertThat(seen.body()).as("body of " + asked.test()).isEqualTo(expected.body());
        } else {
            assertThat(seen.retry()).as("retry of " + asked.test()).isEqualTo(String.valueOf(expected.shouldRetry()));
        }
        quickly()
                .untilAsserted(
                        () -> assertThat(server.unfinished()).as(asked.test()).isEqualTo(Unfinished.NOTHING));
        quickly()
                .untilAsserted(() -> assertThat(fixture.log().substring(logged)).contains("test=" + asked.test()));
        checkLog(fixture.log().substring(logged), asked, expected);
        assertThat(kept(asked)).as("what is kept of " + asked.test()).isEqualTo(expected.isKept() ? 1 : 0);
    }

    private static ConditionFactory quickly() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private static void checkLog(String log, Case asked, Expected expected) {
        String verb = expected.status() != 200 ? "failed" : expected.isKept() ? "recorded" : "forwarded";
        assertThat(log).as(asked.test()).contains(verb + " POST ").doesNotContain("unexpected error");
        if (!expected.isKept()) {
            assertThat(log).as(asked.test()).contains(asked.fault().log());
        }
    }

    private long kept(Case asked) {
        return fixture.store().recordings().stream()
                .map(Recording::test)
                .filter(test -> test.name().equals(asked.test()))
                .count();
    }

    /** What a fault comes to for a kind of body. */
    private record Expected(int status, boolean shouldRetry, byte[] body, boolean isWhole, boolean isKept) {
        static Expected of(Sees sees, BodyShape shape, boolean isRecording) {
            if (sees instanceof Sees.Refusal error) {
                return new Expected(error.status(), error.shouldRetry(), new byte[0], true, false);
            }
            if (sees instanceof Sees.Cut cut) {
                return got(shape, cut.pieces(), false, false);
            }
            if (sees instanceof Sees.WholeIfMarked) {
                boolean isWhole = shape.hasEndMark() && isRecording;
                return got(shape, 3, isWhole, isWhole);
            }
            if (sees instanceof Sees.ProperlyEnded ended) {
                boolean isDamaged = shape == BodyShape.GZIP;
                return got(shape, ended.pieces(), !isDamaged, isRecording && !shape.hasEndMark());
            }
            if (sees instanceof Sees.CutThoughMarked) {
                boolean hasLength = shape != BodyShape.GZIP || !isRecording; // the decoded body has none
                return got(shape, 3, !hasLength, isRecording && shape.hasEndMark());
            }
            return got(shape, 3, true, isRecording);
        }

        private static Expected got(BodyShape shape, int pieces, boolean isWhole, boolean isKept) {
            return new Expected(200, false, BodyShape.joined(shape.plain().subList(0, pieces)), isWhole, isKept);
        }
    }

    private Received ask(Case asked, RepriseServer server, ScriptedUpstream upstream) throws Exception {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        Http2Client.Reader reader = bytes -> {
            if (isFirst.getAndSet(false)) {
                upstream.signal();
            }
            return true;
        };
        String target = asked.shape().path();
        return asked.version() == HttpVersion.HTTP_2
                ? client.post(server.port(), target, asked.headers(), ServerFixture.QUESTION, reader)
                : Http1Client.post(server.port(), target, asked.headers(), ServerFixture.QUESTION, reader);
    }
}
