package io.reprise.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.recording.RecordingKeeper.Kept;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Recording;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On which day recordings say that they were made. */
class DatingTest {
    private static final Question QUESTION =
            KeyRules.NONE.question(Request.post("/v1/chat/completions", "{}"), new TestId("test"));
    private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);
    private static final Dating AT_MOST_30_DAYS = new Dating(false, Optional.of(new MaxAge(30)));
    private static final Dating WITH_DATES = new Dating(true, Optional.empty());

    private final MemoryStore store = new MemoryStore();
    private LocalDate today = FIRST;

    private Kept keep(Dating dating, Question question, String text, Position position) {
        return new RecordingKeeper(store, new HandedOutIds(), dating, () -> today)
                .keep(question, "", exchange(question, text), position);
    }

    private Effect keep(Dating dating, String text, Position position) {
        return keep(dating, QUESTION, text, position).effect();
    }

    private static Exchange exchange(Question question, String text) {
        return new Exchange(
                question.request(), Response.whole(200, "application/json", Bytes.utf8("\"" + text + "\"")));
    }

    private static String text(Recording recording) {
        return recording.exchange().response().body().toString().replace("\"", "") + " "
                + recording.recordedOn().map(LocalDate::toString).orElse("-");
    }

    private Iterable<String> kept() {
        return store.recordings().stream().map(DatingTest::text).toList();
    }

    @Test
    void isSaidOnlyWhereSomebodyWantsIt() {
        keep(Dating.NONE, "a", new Position.Next());
        keep(WITH_DATES, "b", new Position.Next());
        keep(AT_MOST_30_DAYS, "c", new Position.Next());

        assertThat(kept()).containsExactly("a -", "b 2026-09-01", "c 2026-09-01");
    }

    @Test
    void isNewWhenTheWordsAreNew() {
        keep(WITH_DATES, "a", new Position.Next());
        today = FIRST.plusDays(1);

        keep(Dating.NONE, "b", new Position.First());

        assertThat(kept()).as("not the day of other words").containsExactly("b 2026-09-02");
    }

    @Test
    void staysWhereTheAnswerIsConfirmedEarly() {
        keep(AT_MOST_30_DAYS, "a", new Position.Next());
        today = FIRST.plusDays(14);

        assertThat(keep(AT_MOST_30_DAYS, "a", new Position.First())).isEqualTo(Effect.UNCHANGED);

        assertThat(kept()).containsExactly("a 2026-09-01");
    }

    @Test
    void isNewWhereTheAnswerIsConfirmedAfterHalfOfItsTime() {
        keep(AT_MOST_30_DAYS, "a", new Position.Next());
        today = FIRST.plusDays(15);

        assertThat(keep(AT_MOST_30_DAYS, "a", new Position.First())).isEqualTo(Effect.UNCHANGED);

        assertThat(kept()).containsExactly("a 2026-09-16");
    }

    @Test
    void isSaidWhereAnAnswerWithoutADayIsConfirmedAndMayExpire() {
        keep(Dating.NONE, "a", new Position.Next());

        keep(WITH_DATES, "a", new Position.First());
        assertThat(kept()).as("nothing expires, so that the file stays").containsExactly("a -");

        keep(AT_MOST_30_DAYS, "a", new Position.First());
        assertThat(kept()).containsExactly("a 2026-09-01");
    }

    @Test
    void isNewWhereARemovedAnswerComesBack() {
        RecordingKeeper keeper = new RecordingKeeper(store, new HandedOutIds(), AT_MOST_30_DAYS, () -> today);
        keeper.keep(QUESTION, "", exchange(QUESTION, "a"), new Position.Next());
        keeper.keep(QUESTION, "", exchange(QUESTION, "b"), new Position.Next());
        today = FIRST.plusDays(40);

        keeper.keep(QUESTION, "", exchange(QUESTION, "a"), new Position.First());
        keeper.keep(QUESTION, "", exchange(QUESTION, "b"), new Position.Next());

        assertThat(kept()).containsExactly("a 2026-10-11", "b 2026-10-11");
    }

    @Test
    void renewsEachExpiredAnswerInItsPlace() {
        for (String text : new String[] {"a", "b", "c"}) {
            keep(AT_MOST_30_DAYS, text, new Position.Next());
        }
        today = FIRST.plusDays(31);

        assertThat(keep(AT_MOST_30_DAYS, "a", new Position.Renewal())).isEqualTo(Effect.UNCHANGED);
        assertThat(keep(AT_MOST_30_DAYS, "other", new Position.Renewal())).isEqualTo(Effect.REPLACED);
        assertThat(kept()).containsExactly("a 2026-10-02", "other 2026-10-02", "c 2026-09-01");

        assertThat(keep(AT_MOST_30_DAYS, "c", new Position.Renewal())).isEqualTo(Effect.UNCHANGED);
        assertThat(keep(AT_MOST_30_DAYS, "d", new Position.Renewal()))
                .as("none is expired any more")
                .isEqualTo(Effect.ADDED);
        assertThat(kept()).containsExactly("a 2026-10-02", "other 2026-10-02", "c 2026-10-02", "d 2026-10-02");
    }

    @Test
    void renewsAnAnswerOfNoTestWhereItIs() {
        keep(AT_MOST_30_DAYS, QUESTION.withoutTest(), "a", new Position.Next());
        keep(AT_MOST_30_DAYS, QUESTION.withoutTest(), "b", new Position.Next());
        today = FIRST.plusDays(31);

        Kept kept = keep(AT_MOST_30_DAYS, QUESTION, "other", new Position.Renewal());

        assertThat(kept.number()).isEqualTo(1);
        assertThat(kept()).containsExactly("other 2026-10-02", "b 2026-09-01");
        assertThat(store.recordings()).allMatch(recording -> recording.test().isNone());
    }

    @Test
    void isThatOfTheSourceWhereSomethingIsImported() {
        RecordingKeeper importing = new RecordingKeeper(store, WITH_DATES);

        importing.keep(QUESTION, "", exchange(QUESTION, "a"), new Position.At(1), Optional.of(FIRST));
        importing.keep(QUESTION, "", exchange(QUESTION, "b"), new Position.At(2), Optional.empty());
        new RecordingKeeper(store).keep(QUESTION, "", exchange(QUESTION, "c"), new Position.At(3), Optional.of(FIRST));

        assertThat(kept()).containsExactly("a 2026-09-01", "b -", "c -");
    }
}
