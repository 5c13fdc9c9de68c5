package io.reprise.core.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds whatever the store is; with each of them, StoreContract tests the rest. */
class RecordingKeeperTest {
    private static final Question QUESTION =
            KeyRules.NONE.question(Request.post("/v1/chat/completions", "{}"), new TestId("test"));

    private final MemoryStore store = new MemoryStore();
    private final RecordingKeeper keeper = new RecordingKeeper(store);

    @Test
    void keepsAnswersOneAfterTheOtherAlsoWhereTheySayTheSame() {
        assertThat(keep("one", new Position.Next())).isEqualTo(Effect.ADDED);
        assertThat(keep("one", new Position.Next())).isEqualTo(Effect.ADDED);

        assertThat(store.bodies(QUESTION.test())).containsExactly("\"one\"", "\"one\"");
    }

    @Test
    void doesNotReplaceWhatAnotherServerHasRecordedInTheSameRun() {
        keep("one", new Position.Next());
        keep("two", new Position.Next());
        store.recordedByAnother();

        assertThat(keep("three", new Position.First())).isEqualTo(Effect.ADDED);
        assertThat(store.bodies(QUESTION.test())).containsExactly("\"one\"", "\"two\"", "\"three\"");
        assertThat(keep("only", new Position.Only())).isEqualTo(Effect.REPLACED);
        assertThat(store.bodies(QUESTION.test())).containsExactly("\"only\"");
    }

    @Test
    void keepsOnlyChangesWhereOnlyTheyCount() {
        assertThat(keep("one", new Position.NextChange())).isEqualTo(Effect.ADDED);
        assertThat(keep("one", new Position.NextChange())).isEqualTo(Effect.REPEATED);
        assertThat(look("one", new Position.NextChange())).isEqualTo(Effect.REPEATED);
        assertThat(keep("two", new Position.NextChange())).isEqualTo(Effect.ADDED);
        assertThat(keep("one", new Position.NextChange())).isEqualTo(Effect.ADDED);

        assertThat(store.bodies(QUESTION.test())).containsExactly("\"one\"", "\"two\"", "\"one\"");
    }

    @Test
    void givesATestWhatItGotFromNoTestWhenItGetsSomethingElse() {
        Question ofNoTest = QUESTION.withoutTest();
        for (String text : List.of("one", "two", "three")) {
            keeper.keep(ofNoTest, "u", exchange(text), new Position.Next());
        }

        assertThat(keep("two", new Position.NextChange(2))).isEqualTo(Effect.REPEATED);
        assertThat(store.bodies(QUESTION.test())).isEmpty();
        assertThat(keep("four", new Position.NextChange(2))).isEqualTo(Effect.ADDED);
        assertThat(keep("five", new Position.NextChange(2))).isEqualTo(Effect.ADDED);

        assertThat(store.bodies(QUESTION.test())).containsExactly("\"one\"", "\"two\"", "\"four\"", "\"five\"");
        assertThat(store.bodies(TestId.NONE)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`id`:`b`,`status`:`validating`}        | {`id`:`b`,`status`:`completed`}           | ADDED",
                "{`request_counts`:{`completed`:0}}      | {`request_counts`:{`completed`:1}}        | ADDED",
                "{`data`:[{`id`:`a`},{`id`:`b`}]}        | {`data`:[{`id`:`b`}]}                     | ADDED",
                "{`data`:[{`id`:`a`,`name`:`x`}]}        | {`data`:[{`id`:`b`,`name`:`x`}]}          | ADDED",
                "[{`id`:`a`}]                            | [{`id`:`b`}]                              | ADDED",
                "{`id`:`b`,`created_at`:1}               | {`created_at`: 2, `id`:`c`}               | REPEATED",
                "{`error`:{`message`:`no`},`request_id`:`r1`} | {`error`:{`message`:`no`},`request_id`:`r2`} | REPEATED",
                "{`data`:[{`id`:`a`,`created_at`:1}]}    | {`data`:[{`id`:`a`,`created_at`:2}]}      | REPEATED",
            })
    void knowsWhatIsAChangeWithinARun(String before, String now, Effect expected) {
        keepJson(before.replace('`', '"'));

        assertThat(keepJson(now.replace('`', '"'))).isEqualTo(expected);
    }

    private Effect keepJson(String json) {
        Question get = KeyRules.NONE.question(
                new Request("GET", "/v1/batches", "", Headers.NONE, Bytes.EMPTY), QUESTION.test());
        Response response = Response.whole(200, "application/json", Bytes.utf8(json));
        return keeper.keep(get, "", new Exchange(get.request(), response), new Position.NextChange())
                .effect();
    }

    @Test
    void aPartOfALongerFileIsAnotherAnswerAlsoIfItsBytesAreTheSame() {
        keepPart("bytes 0-3/100");

        assertThat(keepPart("bytes 0-3/100")).isEqualTo(Effect.UNCHANGED);
        assertThat(keepPart("bytes 0-3/999")).isEqualTo(Effect.REPLACED);

        assertThat(store.recordings())
                .extracting(recording -> recording.exchange().response().headers())
                .containsExactly(Headers.of("content-range", "bytes 0-3/999"));
    }

    private Effect keepPart(String range) {
        Response response = response(206, Headers.of("content-range", range)).withChunks(List.of(Chunk.of(0, "aaaa")));
        return keeper.keep(QUESTION, "", new Exchange(QUESTION.request(), response), new Position.First())
                .effect();
    }

    @Test
    void putsBackWhatANewRunSaysAgain() {
        keep("one", new Position.Next());
        keep("two", new Position.Next());
        keep("three", new Position.Next());

        assertThat(keep("other", new Position.First())).isEqualTo(Effect.REPLACED);
        assertThat(store.bodies(QUESTION.test())).containsExactly("\"other\"");
        assertThat(keep("two", new Position.Next())).isEqualTo(Effect.UNCHANGED);
        assertThat(keep("other", new Position.Next())).isEqualTo(Effect.ADDED);
        assertThat(keep("four", new Position.Next())).isEqualTo(Effect.ADDED);

        assertThat(store.find(QUESTION).entries())
                .extracting(
                        entry -> entry.recording().occurrence(),
                        entry -> entry.recording().exchange().response().body().toString())
                .containsExactly(
                        tuple(1, "\"other\""), tuple(2, "\"two\""), tuple(3, "\"other\""), tuple(4, "\"four\""));
    }

    @Test
    void saysBeforehandWhatWouldBecomeOfAnAnswer() {
        keep("one", new Position.Next());

        assertThat(look("one", new Position.At(1))).isEqualTo(Effect.UNCHANGED);
        assertThat(look("two", new Position.At(1))).isEqualTo(Effect.REPLACED);
        assertThat(look("two", new Position.At(7))).isEqualTo(Effect.ADDED);

        assertThat(store.bodies(QUESTION.test())).containsExactly("\"one\"");
    }

    @Test
    void leavesAllAsItWasWhereTheStoreIsFull() {
        keep("one", new Position.Next());
        keep("two", new Position.Next());
        store.fill();

        assertThatThrownBy(() -> keep("new", new Position.First())).isInstanceOf(StoreException.class);

        assertThat(store.bodies(QUESTION.test())).containsExactly("\"one\"", "\"two\"");
    }

    @Test
    void refusesWhatCouldNotBeReplayed() {
        for (Response response : List.of(
                response(102, Headers.NONE),
                response(200, Headers.of("x note", "a")),
                response(200, Headers.of("x-note", "a\nb")),
                response(200, Headers.of("x-note", "a\u0000")))) {
            assertThatThrownBy(() ->
                            keeper.keep(QUESTION, "", new Exchange(QUESTION.request(), response), new Position.Next()))
                    .isInstanceOf(StoreException.class);
        }

        assertThat(store.recordings()).isEmpty();
    }

    private Effect keep(String text, Position position) {
        return keeper.keep(QUESTION, "", exchange(text), position).effect();
    }

    private Effect look(String text, Position position) {
        return keeper.look(QUESTION, "", exchange(text), position);
    }

    private static Exchange exchange(String text) {
        return new Exchange(
                QUESTION.request(), Response.whole(200, "application/json", Bytes.utf8("\"" + text + "\"")));
    }

    private static Response response(int status, Headers headers) {
        Response whole = Response.whole(status, "application/json", Bytes.EMPTY);
        return new Response(status, headers, whole.format(), List.of(), Ending.COMPLETE);
    }
}
