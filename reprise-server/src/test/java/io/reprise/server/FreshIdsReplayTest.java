package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Response;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.lookup.CacheSettings.Ids;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshIdsReplayTest {
    private static final Pattern ID = Pattern.compile("chatcmpl-[A-Za-z0-9]+");
    private static final Pattern CREATED = Pattern.compile("\"created\" ?: ?(\\d+)");
    private static final String[] EVENTS = {
        "{\"id\":\"chatcmpl-AbcDefGhiJklMnoPqr\",\"created\":1700000000,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ö \\u00f6\"}}]}",
        "{\"id\":\"chatcmpl-AbcDefGhiJklMnoPqr\",\"created\":1700000000,\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
        "[DONE]"
    };

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer serve(Ids ids, Pace pace) {
        fixture.cache(new CacheSettings(ids, 1 << 20));
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT.at(pace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "recorded", "x5", "ttft=5ms,tps=500"})
    void eachReplayHasAnIdOfItsOwnAtAnyPace(String pace) throws Exception {
        fixture.keepStream(EVENTS);
        RepriseServer server = serve(Ids.FRESH, Pace.parse(pace));

        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            String body = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION))
                    .body();
            List<String> found =
                    ID.matcher(body).results().map(MatchResult::group).toList();
            assertThat(found).hasSize(2).containsOnly(found.get(0));
            ids.add(found.get(0));
            assertThat(body.replace(found.get(0), "chatcmpl-AbcDefGhiJklMnoPqr")
                            .replaceAll("\"created\":\\d+", "\"created\":1700000000"))
                    .isEqualTo(ServerFixture.stream(0, EVENTS).body().toString());
        }

        assertThat(ids).hasSize(5).doesNotContain("chatcmpl-AbcDefGhiJklMnoPqr");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBodyThatIsNoStreamAnnouncesItsOwnLength(HttpClient.Version version) throws Exception {
        String old = "{\"id\": \"chatcmpl-874\", \"created\" : 0, \"object\":\"chat.completion\", \"choices\":[]}\n";
        fixture.keep(ServerFixture.QUESTION, 1, Response.whole(200, "application/json", Bytes.utf8(old)));
        RepriseServer server = serve(Ids.FRESH, Pace.INSTANT);
        long before = Instant.now().getEpochSecond();

        HttpResponse<String> answer = ServerFixture.ask(version, ServerFixture.chat(server, ServerFixture.QUESTION));

        assertThat(answer.headers().firstValueAsLong("content-length"))
                .hasValue(answer.body().length());
        assertThat(ID.matcher(answer.body()).results().map(MatchResult::group)).noneMatch("chatcmpl-874"::equals);
        assertThat(CREATED.matcher(answer.body()).results().map(found -> Long.parseLong(found.group(1))))
                .singleElement()
                .matches(
                        created -> created >= before && created <= Instant.now().getEpochSecond());
    }

    /** Such as that of an earlier answer, to which this one refers. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIdThatTheClientSentComesBackAsItIs(boolean isFromAnAnswer) throws Exception {
        String recorded = "chatcmpl-AbcDefGhiJklMnoPqr";
        String later = "{\"model\":\"m\",\"messages\":[],\"previous_response_id\":\"%s\"}";
        fixture.keepStream(EVENTS);
        fixture.keep(
                later.formatted(recorded),
                1,
                Response.whole(
                        200,
                        "application/json",
                        Bytes.utf8("{\"id\":\"chatcmpl-ZyxWvuTsrQpoNmlKji\",\"previous_response_id\":\"" + recorded
                                + "\",\"choices\":[]}")));
        RepriseServer server = serve(Ids.FRESH, Pace.INSTANT);
        String sent = isFromAnAnswer ? id(server, ServerFixture.QUESTION) : recorded;

        String answer = ServerFixture.ask(ServerFixture.chat(server, later.formatted(sent)))
                .body();

        assertThat(answer)
                .contains("\"previous_response_id\":\"" + sent + "\"")
                .doesNotContain("chatcmpl-ZyxWvuTsrQpoNmlKji");
    }

    @Test
    void aSoundOrAPictureThatTheClientSentIsNoId() throws Exception {
        String question = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\","
                + "\"input_audio\":{\"format\":\"wav\",\"data\":\"UklGR" + "/a1".repeat(100_000) + "\"}}]}]}";
        fixture.keep(question, 1, ServerFixture.stream(0, EVENTS));
        RepriseServer server = serve(Ids.FRESH, Pace.INSTANT);

        assertThat(id(server, question)).isNotEqualTo("chatcmpl-AbcDefGhiJklMnoPqr");
    }

    private static String id(RepriseServer server, String question) throws Exception {
        return ID.matcher(
                        ServerFixture.ask(ServerFixture.chat(server, question)).body())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutTheSettingTheIdsAreThoseOfTheRecording() throws Exception {
        fixture.keepStream(EVENTS);
        RepriseServer server = serve(Ids.RECORDED, Pace.INSTANT);

        String body = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION))
                .body();

        assertThat(body).isEqualTo(ServerFixture.stream(0, EVENTS).body().toString());
    }
}
