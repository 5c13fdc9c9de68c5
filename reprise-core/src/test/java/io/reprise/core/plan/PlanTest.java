package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Match.Origin;
import io.reprise.core.plan.Plan.Keeping;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Turn TURN = new Turn(0, 3);
    private static final Plan REPLAY = new Plan.Replay(TURN);
    private static final Expired EXPIRED = new Expired("x.json", LocalDate.of(2026, 9, 1), 87, new MaxAge(30));

    private static List<Plan> plans(Mode mode, Match match) {
        return Arrays.stream(AskingAgain.values())
                .map(again -> Plan.of(mode, match, () -> again))
                .toList();
    }

    private static Plan forward(Keeping keeping) {
        return new Plan.Forward(keeping);
    }

    @Test
    void replaysWhatAnEarlierRunHasRecorded() {
        Match found = new Match.Found(TURN, Origin.RECORDED);

        assertThat(plans(Mode.RECORD_IF_MISSING, found)).containsOnly(REPLAY);
    }

    @Test
    void asksAgainWhatThisRunHasRecorded() {
        Match found = new Match.Found(TURN, Origin.ASKED);

        assertThat(plans(Mode.RECORD_IF_MISSING, found))
                .containsExactly(REPLAY, forward(Keeping.APPEND_CHANGES), forward(Keeping.APPEND));
    }

    @Test
    void asksAgainAfterAnErrorThatThisRunHasKept() {
        Match found = new Match.Found(TURN, Origin.FAILED);

        assertThat(plans(Mode.RECORD_IF_MISSING, found)).containsOnly(forward(Keeping.APPEND));
    }

    @Test
    void keepsWhatIsNotRecorded() {
        assertThat(plans(Mode.RECORD_IF_MISSING, new Match.Nothing(false)))
                .containsExactly(forward(Keeping.APPEND), forward(Keeping.APPEND_CHANGES), forward(Keeping.APPEND));
    }

    @Test
    void aRequestThatAsksForItsOwnRecordingReplacesAll() {
        List<Plan> plans = Arrays.stream(AskingAgain.values())
                .map(again -> Plan.of(Mode.RECORD, Plan.ModeSource.REQUEST, new Match.Nothing(false), () -> again))
                .toList();

        assertThat(plans)
                .containsExactly(forward(Keeping.REPLACE_ALL), forward(Keeping.REPLACE), forward(Keeping.REPLACE));
    }

    @Test
    void neverAsksAnUpstreamInReplay() {
        for (Origin origin : Origin.values()) {
            assertThat(plans(Mode.REPLAY, new Match.Found(TURN, origin))).containsOnly(REPLAY);
        }
        assertThat(plans(Mode.REPLAY, new Match.Nothing(true))).containsOnly(new Plan.Refuse(new Plan.Refuse.UsedUp()));
        assertThat(plans(Mode.REPLAY, new Match.Nothing(false)))
                .containsOnly(new Plan.Refuse(new Plan.Refuse.NotRecorded()));
    }

    @Test
    void keepsNothingThatARuleExcludes() {
        Match never = new Match.NeverKept("path=/v1/files/*");
        Optional<String> rule = Optional.of("path=/v1/files/*");

        assertThat(plans(Mode.REPLAY, never))
                .containsOnly(new Plan.Refuse(new Plan.Refuse.NeverKept("path=/v1/files/*")));
        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.RECORD_IF_MISSING)) {
            assertThat(plans(mode, never)).containsOnly(new Plan.Forward(Keeping.NO, rule));
        }
    }

    @Test
    void doesWithAnExpiredRecordingWhatIsSet() {
        Plan renewal = forward(Keeping.RENEW);
        Plan refusal = new Plan.Refuse(new Plan.Refuse.TooOld(EXPIRED));

        assertThat(plans(Mode.REPLAY, expired(OnExpired.WARN))).containsOnly(REPLAY);
        assertThat(plans(Mode.REPLAY, expired(OnExpired.FAIL))).containsOnly(refusal);
        assertThat(plans(Mode.REPLAY, expired(OnExpired.RECORD))).containsOnly(REPLAY);
        assertThat(plans(Mode.RECORD_IF_MISSING, expired(OnExpired.WARN))).containsOnly(REPLAY);
        assertThat(plans(Mode.RECORD_IF_MISSING, expired(OnExpired.FAIL))).containsOnly(refusal);
        assertThat(plans(Mode.RECORD_IF_MISSING, expired(OnExpired.RECORD))).containsOnly(renewal);
        assertThat(plans(Mode.RECORD, expired(OnExpired.FAIL))).containsOnly(forward(Keeping.REPLACE));
        assertThat(plans(Mode.LIVE, expired(OnExpired.FAIL))).containsOnly(forward(Keeping.NO));
    }

    private static Match expired(OnExpired action) {
        return new Match.TooOld(TURN, EXPIRED, action);
    }

    @Test
    void alwaysAsksTheUpstreamInRecordAndLive() {
        Match found = new Match.Found(TURN, Origin.RECORDED);

        assertThat(plans(Mode.RECORD, found)).containsOnly(forward(Keeping.REPLACE));
        assertThat(plans(Mode.LIVE, found)).containsOnly(forward(Keeping.NO));
    }
}
