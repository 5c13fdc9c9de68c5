package io.reprise.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss.Reason;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Expired;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.Plan;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissTest {
    private static final String JOKE =
            "{'model':'llama3.2:1b','messages':[{'role':'user','content':'tell me a joke'}],'temperature':0.7}";

    private final Map<String, Recording> recordings = new HashMap<>();
    private final RequestIndex index = new RequestIndex();
    private final MissExplainer explainer = new MissExplainer(
            index,
            KeyRules.NONE,
            location -> Optional.ofNullable(recordings.get(location)).map(recording -> new Entry(location, recording)),
            "reprise serve --mode record-if-missing --upstream https://api.openai.com/v1",
            Redaction.DEFAULT.words());

    private record Entry(String location, Recording recording) implements Store.Entry {
        @Override
        public Question question() {
            return KeyRules.NONE.question(recording.exchange().request(), recording.test());
        }
    }

    @Test
    void saysWhichWordDiffers() {
        record("chat/joke.json", "", JOKE);
        record("chat/sum.json", "", JOKE.replace("tell me a joke", "what is two and two"));
        index.complete();

        Miss miss = explain("", JOKE.replace("joke", "story"));

        assertThat(miss.line())
                .isEqualTo("nearest chat/joke.json differs in messages[0].content: \"tell me a [-joke-]{+story+}\"");
        assertThat(miss.message())
                .isEqualTo("no recording answers POST /v1/chat/completions model=llama3.2:1b test=- key="
                        + miss.asked().key().brief()
                        + "\nthe nearest is chat/joke.json; the differences are marked as [-recording-] and {+request+}:\n"
                        + "  messages[0].content: \"tell me a [-joke-]{+story+}\"\n"
                        + "to record it:\n"
                        + "  reprise serve --mode record-if-missing --upstream https://api.openai.com/v1");
    }

    @Test
    void aRequestThatForbidsToAskAnUpstreamIsToldSo() {
        index.complete();

        Miss miss = MissExplainer.because(new NotAsked.RequestReplays(), explain("", JOKE));

        assertThat(miss.message())
                .endsWith("to record it, send the request without the header 'X-Reprise-Mode: replay' to a server that"
                        + " records:\n  reprise serve --mode record-if-missing --upstream https://api.openai.com/v1");
        assertThat(miss.toJson().get("replay_asked")).contains(Json.TRUE);
    }

    @Test
    void aClientWithoutAKeyIsToldWhichVariableToSet() {
        record("chat/joke.json", "", JOKE);
        index.complete();

        Miss miss =
                MissExplainer.because(new NotAsked.NoKey("OPENAI_API_KEY"), explain("", JOKE.replace("joke", "story")));

        assertThat(miss.cause()).isEqualTo(MissCause.DIFFERENT);
        assertThat(miss.line())
                .startsWith("the client has no API key to ask the upstream with; nearest chat/joke.json differs in ");
        assertThat(miss.message())
                .isEqualTo("no recording answers POST /v1/chat/completions model=llama3.2:1b test=- key="
                        + miss.asked().key().brief()
                        + ", and the client has no API key to ask the upstream with\n"
                        + "the nearest is chat/joke.json; the differences are marked as [-recording-] and {+request+}:\n"
                        + "  messages[0].content: \"tell me a [-joke-]{+story+}\"\n"
                        + "to ask the upstream, set OPENAI_API_KEY and run the client again; where the upstream needs no"
                        + " key, any text will do\n"
                        + "if the client has a key from elsewhere, such as a file or a login, leave the variable unset:"
                        + " reprise run --env OPENAI_API_KEY");
        assertThat(miss.toJson().text("missing_key")).isEqualTo("OPENAI_API_KEY");
    }

    @Test
    void whereOnlyAnUpstreamCouldAnswerNothingIsSaidOfRecordings() {
        record("chat/joke.json", "", JOKE);

        Miss miss = MissExplainer.because(
                new NotAsked.NoKey("OPENAI_API_KEY"),
                explainer.explain(
                        KeyRules.NONE.question(request(JOKE), TestId.NONE), new Plan.Refuse(new Plan.Refuse.NoKey())));

        assertThat(miss.cause()).isEqualTo(MissCause.NO_KEY);
        assertThat(miss.line()).isEqualTo("the client has no API key to ask the upstream with");
        assertThat(miss.message())
                .startsWith(
                        "no upstream was asked for POST /v1/chat/completions model=llama3.2:1b test=- key="
                                + miss.asked().key().brief()
                                + ": the client has no API key to ask the upstream with\nto ask the upstream, set OPENAI_API_KEY");
    }

    @Test
    void saysThatAnotherTestHasTheAnswer() {
        record("t1/joke.json", "tests/a.py::one", JOKE);
        record("t2/joke.json", "tests/a.py::two's", JOKE);

        Miss named = explain("tests/a.py::three", JOKE);
        Miss unnamed = explain("", JOKE);

        assertThat(named.message())
                .contains("test id: the same question is recorded for \"tests/a.py::one\" and \"tests/a.py::two's\""
                        + " (t1/joke.json), but this request names the test \"tests/a.py::three\"")
                .contains("send the header 'X-Reprise-Test: tests/a.py::one'");
        assertThat(unnamed.message()).contains("but this request names no test");
        assertThat(named.nearest().orElseThrow().isSameQuestion()).isTrue();
    }

    @Test
    void saysHowToMoveTheRecordingsOfATestThatWasRenamed() {
        record("t1/joke.json", "tests/a.py::old", JOKE);
        index.complete();

        Miss miss = explain("tests/a.py::new's", JOKE);

        assertThat(miss.message())
                .contains("test id: the same question is recorded for \"tests/a.py::old\" (t1/joke.json), but")
                .contains("if the test was renamed, give it these recordings:\n"
                        + "  reprise mv tests/a.py::old 'tests/a.py::new'\\''s'\n"
                        + "or send the header 'X-Reprise-Test: tests/a.py::old'\n");
        assertThat(miss.toJson().get("move_command").flatMap(Json::string))
                .contains("reprise mv tests/a.py::old 'tests/a.py::new'\\''s'");
    }

    @Test
    void namesTheTestsThatHaveTheQuestionTheLikeliestFirst() {
        record("t1/joke.json", "tests/b.py::other", JOKE);
        record("t1/joke-2.json", "tests/b.py::other", JOKE);
        record("t2/joke.json", "tests/a.py::test_joke", JOKE);
        index.complete();

        Miss miss = explain("tests/a.py::test_the_joke", JOKE);

        assertThat(miss.line())
                .startsWith("test id: the same question is recorded for \"tests/a.py::test_joke\" and"
                        + " \"tests/b.py::other\" (t2/joke.json), but");
        assertThat(miss.message())
                .contains(
                        "if the test was renamed, give it the recordings of its old name, with one of these commands:\n"
                                + "  reprise mv tests/a.py::test_joke tests/a.py::test_the_joke\n"
                                + "  reprise mv tests/b.py::other tests/a.py::test_the_joke\n"
                                + "or send the header 'X-Reprise-Test: tests/a.py::test_joke'\n");
        assertThat(miss.toJson().text("move_command"))
                .isEqualTo("reprise mv tests/a.py::test_joke tests/a.py::test_the_joke");
    }

    @Test
    void namesThreeTestsAndSaysHowManyMoreThereAre() {
        for (int i = 0; i < 40; i++) {
            record("t" + i + "/joke.json", "t" + i, JOKE);
        }
        index.complete();

        Miss miss = explain("new", JOKE);

        assertThat(miss.line()).contains("recorded for \"t0\", \"t1\", \"t2\" and 37 more (t0/joke.json)");
        assertThat(miss.toJson().at("nearest", "more_tests")).contains(new Json.JsonNumber("37"));
    }

    @Test
    void saysThatThePathIsRecordedForAnotherMethod() {
        record("chat/joke.json", "", JOKE);
        record("chat/sum.json", "t1", JOKE.replace("joke", "sum"));
        index.complete();

        Miss miss = explainer.explain(
                KeyRules.NONE.question(
                        new Request("GET", "/v1/chat/completions", "", Headers.NONE, Bytes.EMPTY), TestId.NONE),
                Reason.NOT_RECORDED);

        assertThat(miss.line())
                .isEqualTo(
                        "the recordings of this path are of POST (such as chat/joke.json), but this request is a GET");
        assertThat(miss.message()).contains("\n" + miss.line() + "\nto record it:\n");
        assertThat(miss.cause()).isEqualTo(MissCause.OTHER_METHOD);
        assertThat(miss.nearest().orElseThrow().differences()).hasSize(1);
    }

    @Test
    void aRecordingOfTheSameMethodIsNearerThanOneOfAnother() {
        record("get.json", "", new Request("GET", "/v1/files", "limit=2", Headers.NONE, Bytes.EMPTY));
        record("post.json", "", new Request("POST", "/v1/files", "limit=3", Headers.NONE, Bytes.EMPTY));

        Miss miss = explainer.explain(
                KeyRules.NONE.question(
                        new Request("GET", "/v1/files", "limit=3", Headers.NONE, Bytes.EMPTY), TestId.NONE),
                Reason.NOT_RECORDED);

        assertThat(miss.line()).startsWith("nearest get.json differs in ");
    }

    @Test
    void saysThatAPathHasTwoSlashesInARow() {
        record("chat/joke.json", "", JOKE);
        Request asked = Request.post("/v1//chat/completions", JOKE.replace('\'', '"'));

        Miss miss = explainer.explain(KeyRules.NONE.question(asked, TestId.NONE), Reason.NOT_RECORDED);

        assertThat(miss.message())
                .contains(
                        "\nthe path has two slashes in a row; perhaps the base URL of the client must not end in '/'\n");
    }

    @Test
    void saysWhereTheUserHasToPutAUrl() {
        MissExplainer withoutUpstream = new MissExplainer(
                index,
                KeyRules.NONE,
                location -> Optional.empty(),
                "reprise serve --mode record-if-missing --upstream URL",
                Redaction.DEFAULT.words());

        Miss miss = withoutUpstream.explain(KeyRules.NONE.question(request(JOKE), TestId.NONE), Reason.NOT_RECORDED);

        assertThat(miss.message()).contains("to record it (put the URL of the API in the place of URL):\n");
    }

    @Test
    void aTestThatHasRecordingsWasNotRenamed() {
        record("t1/joke.json", "old", JOKE);
        record("t2/sum.json", "new", JOKE.replace("joke", "sum"));
        index.complete();

        assertThat(explain("new", JOKE).message()).doesNotContain("reprise mv");
        assertThat(explain("new", JOKE).toJson().get("move_command")).contains(Json.NULL);
    }

    @Test
    void theCommandThatMovesNamesTheStore() {
        Remedy remedy = new Remedy(List.of(), "reprise serve --recordings 'my recordings' --upstream http://a/v1")
                .moving(List.of(new TestId("a")), new TestId("b"));

        assertThat(remedy.move()).contains("reprise mv a b --recordings 'my recordings'");
    }

    @Test
    void prefersARecordingThatTheTestCanUse() {
        record("t1/a.json", "t1", JOKE.replace("joke", "story about cats"));
        record("t2/b.json", "t2", JOKE.replace("joke", "story about cats"));
        record("c.json", "", JOKE.replace("joke", "story about cats"));

        assertThat(explain("t2", JOKE.replace("joke", "story about dogs"))
                        .nearest()
                        .orElseThrow()
                        .location())
                .isEqualTo("t2/b.json");
        assertThat(explain("t3", JOKE.replace("joke", "story about dogs"))
                        .nearest()
                        .orElseThrow()
                        .location())
                .isEqualTo("c.json");
    }

    @Test
    void prefersWhatTheTestHasRecordedAtAnotherPath() {
        record("t1/a.json", "t1", JOKE.replace("joke", "story about dogs"));
        record(
                "t2/b.json",
                "t2",
                Request.post("/v1/responses", "{\"model\":\"m\",\"input\":\"tell me a story about dogs\"}"));

        assertThat(explain("t2", JOKE.replace("joke", "story about cats"))
                        .nearest()
                        .orElseThrow()
                        .location())
                .isEqualTo("t2/b.json");
    }

    @Test
    void saysThatARecordingIsOfAnotherTestAndDiffers() {
        record("t1/a.json", "t1", JOKE);

        assertThat(explain("t2", JOKE.replace("0.7", "0.8")).message())
                .contains("the nearest is t1/a.json (of another test, \"t1\", so it cannot answer this request)")
                .contains("  temperature: 0.7 → 0.8\n");
    }

    @Test
    void namesTheRulesThatWouldMakeItMatch() {
        String body = "{'model':'m','messages':[{'role':'user','content':'run 123e4567-e89b-12d3-a456-426614174000"
                + " of 2026-11-21 in /tmp/pytest-1/x'}],'metadata':{'request_id':'a'},'top_p':0.90001}";
        String other = body.replace("123e", "777e")
                .replace("11-21", "11-22")
                .replace("pytest-1", "pytest-2")
                .replace("'a'", "'b'")
                .replace("0.90001", "0.9");
        record("a.json", "", body);

        Miss miss = explain("", other);

        assertThat(miss.remedy().rules())
                .extracting(KeyRule::toString)
                .containsExactly(
                        "replace uuid",
                        "replace date",
                        "replace temp-path",
                        "leave out $.metadata.request_id",
                        "round to 4 places in $.top_p");
        assertThat(miss.message())
                .contains(
                        "if these differences should not matter, add these rules to reprise.yaml:\n  - replace uuid\n");
        KeyRules rules = KeyRules.of(miss.remedy().rules());
        assertThat(rules.question(request(body), TestId.NONE)).isEqualTo(rules.question(request(other), TestId.NONE));
    }

    @Test
    void namesNoRuleForWhatTheQuestionIsAbout() {
        record("a.json", "", JOKE);

        assertThat(explain("", JOKE.replace("joke", "story")).remedy().rules()).isEmpty();
        assertThat(explain("", JOKE.replace("1b", "3b")).remedy().rules()).isEmpty();
        assertThat(explain("", JOKE.replace("joke", "story").replace("0.7", "0.8"))
                        .remedy()
                        .rules())
                .isEmpty();
        assertThat(explain("", JOKE.replace("0.7", "0.8")).remedy().rules())
                .extracting(KeyRule::toString)
                .containsExactly("leave out $.temperature");
    }

    @Test
    void saysHowMuchTheIndexHasReadSoFar() {
        assertThat(explain("", JOKE).line())
                .isEqualTo("nothing similar was found yet; the index has read 0 recordings so far");
        record("a.json", "", JOKE);
        assertThat(explain("", JOKE.replace("joke", "story")).message())
                .contains("the index has read 1 recording so far, so there may be a nearer one");
        index.complete();
        assertThat(explain("", JOKE.replace("joke", "story")).message()).doesNotContain("so far");
    }

    @Test
    void saysThatTheStoreIsEmptyOrHasNothingLikeIt() {
        index.complete();
        assertThat(explain("", JOKE).line()).isEqualTo("the store has no recordings yet");

        record("a.json", "", JOKE);
        Miss miss = explainer.explain(
                KeyRules.NONE.question(Request.post("/v2/rerank", "{\"a\":1}"), TestId.NONE), Reason.NOT_RECORDED);
        assertThat(miss.line()).isEqualTo("nothing similar is recorded; the store has 1 recording");
    }

    @Test
    void saysThatAllOccurrencesWereGiven() {
        record("a.json", "", JOKE);

        Miss miss = explainer.explain(KeyRules.NONE.question(request(JOKE), TestId.NONE), Reason.USED_UP);

        assertThat(miss.line())
                .startsWith("all recordings of this question are used up")
                .contains("--repeat");
    }

    @Test
    void saysThatTheRecordingIsTooOld() {
        record("a.json", "", JOKE);
        Expired expired = new Expired("a.json", LocalDate.of(2026, 9, 1), 87, new MaxAge(30));

        Miss miss = explainer.explain(
                KeyRules.NONE.question(request(JOKE), TestId.NONE), new Plan.Refuse(new Plan.Refuse.TooOld(expired)));

        assertThat(miss.line())
                .isEqualTo(
                        "the recording a.json was recorded on 2026-09-01, 87 days ago; max-age is 30d, and on-expired is fail");
        assertThat(miss.message())
                .contains(miss.line())
                .endsWith(
                        "\nto record again what is too old, run the tests with:\n  reprise serve --mode record-if-missing"
                                + " --max-age 30d --on-expired record --upstream https://api.openai.com/v1");
        assertThat(miss.cause()).isEqualTo(MissCause.EXPIRED);
        assertThat(miss.toJson().text("reason")).isEqualTo("expired");
        assertThat(SocketErrors.closeReason(miss)).startsWith("miss: the recording was recorded on 2026-09-01");
    }

    @Test
    void explainsWithoutRecordingsThatAreBrokenOrGone() {
        record("a.json", "", JOKE.replace("0.7", "1"));
        record("gone.json", "", JOKE);
        recordings.remove("gone.json");
        MissExplainer broken = new MissExplainer(
                index,
                KeyRules.NONE,
                location -> {
                    throw new StoreException("broken", null);
                },
                "",
                Redaction.DEFAULT.words());

        assertThat(explain("", JOKE).nearest().orElseThrow().location()).isEqualTo("a.json");
        assertThat(broken.explain(KeyRules.NONE.question(request(JOKE), TestId.NONE), Reason.NOT_RECORDED)
                        .nearest())
                .isEmpty();
    }

    @Test
    void isJsonForPrograms() {
        record("a.json", "t1", JOKE);

        Json json = explain("t1", JOKE.replace("0.7", "0.8")).toJson();

        assertThat(json.get("reason").flatMap(Json::string)).contains("not-recorded");
        assertThat(json.get("test").flatMap(Json::string)).contains("t1");
        Json nearest = json.get("nearest").orElseThrow();
        assertThat(nearest.get("location").flatMap(Json::string)).contains("a.json");
        Json difference = nearest.get("differences").orElseThrow().items().get(0);
        assertThat(difference.get("where").flatMap(Json::string)).contains("temperature");
        assertThat(difference.get("what").flatMap(Json::string)).contains("0.7 → 0.8");
        assertThat(json.get("rules").orElseThrow().items())
                .containsExactly(new Json.JsonString("leave out $.temperature"));
    }

    @Test
    void staysReadableForHugeQuestions() {
        StringBuilder many = new StringBuilder("{'messages':[{'role':'user','content':'x'}");
        for (int i = 0; i < 1_000; i++) {
            many.append(",{'role':'user','content':'")
                    .append("word ".repeat(50))
                    .append(i)
                    .append("'}");
        }
        record("a.json", "", many + "]}");

        Miss miss = explain("x".repeat(2_000), many.toString().replace("word", "Wort") + "]}");

        assertThat(miss.message()).hasSizeLessThan(10_000);
        assertThat(miss.line()).hasSizeLessThan(500).doesNotContain("\n");
    }

    @Test
    void quotesWordsForTheShell() {
        assertThat(Remedy.commandLine(List.of("reprise", "--recordings", "my tests/it's", "$HOME", "")))
                .isEqualTo("reprise --recordings 'my tests/it'\\''s' '$HOME' ''");
    }

    private void record(String location, String test, String body) {
        record(location, test, request(body));
    }

    private void record(String location, String test, Request request) {
        Exchange exchange = new Exchange(request, Response.whole(200, "application/json", Bytes.utf8("{}")));
        Recording recording = new Recording(new TestId(test), "", 1, exchange);
        recordings.put(location, recording);
        index.add(new Entry(location, recording));
    }

    private Miss explain(String test, String body) {
        return explainer.explain(KeyRules.NONE.question(request(body), new TestId(test)), Reason.NOT_RECORDED);
    }

    private static Request request(String body) {
        return Request.post("/v1/chat/completions", body.replace('\'', '"'));
    }
}
