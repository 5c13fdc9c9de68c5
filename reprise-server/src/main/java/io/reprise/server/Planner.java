package io.reprise.server;

import io.reprise.core.key.Question;
import io.reprise.core.plan.AskingAgain;
import io.reprise.core.plan.Match;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.plan.Occurrences.Asker;
import io.reprise.core.plan.Occurrences.Available;
import io.reprise.core.plan.Plan;
import io.reprise.core.replay.fault.Faults;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.outcome.UsedRecordings;
import io.reprise.server.recording.AskSettings;
import io.reprise.server.routing.RoutedQuestion;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Has it planned what happens to calls, and takes their turns. Serves all event loops. */
final class Planner {
    private final Occurrences occurrences;
    private final AskSettings policy;
    private final UsedRecordings used;
    private final AgeCheck ages;
    private final Mode mode;

    /** @param mode of the server */
    Planner(Occurrences occurrences, AskSettings policy, UsedRecordings used, AgeCheck ages, Mode mode) {
        this.mode = mode;
        this.ages = ages;
        this.occurrences = occurrences;
        this.policy = policy;
        this.used = used;
    }

    /**
     * The plan for a request.
     *
     * @param faults those that change an answer do so with a recorded one, also where the upstream would be asked again
     * @param answers that are recorded; not looked at where the mode does not say so
     */
    Plan plan(RoutedQuestion asked, Mode mode, Faults faults, List<PreparedResponse> answers) {
        return plan(asked, mode, asked.asker(), answers, !faults.areChanges());
    }

    /** As the other method, with the turns of another asker than its own. */
    Plan plan(RoutedQuestion asked, Mode mode, Asker asker, List<PreparedResponse> answers) {
        return plan(asked, mode, asker, answers, true);
    }

    /** @param mayAsk whether the upstream may be asked for what is recorded */
    private Plan plan(RoutedQuestion asked, Mode mode, Asker asker, List<PreparedResponse> answers, boolean mayAsk) {
        Supplier<AskingAgain> again = () -> mayAsk ? askingAgain(asked) : AskingAgain.NO;
        Match match = match(asked, asker, mode, answers);
        if (ages.isOn() && match instanceof Match.Found found) {
            match = ages.of(found, answers.get(found.turn().recording()).entry(), asked, mayAsk);
        }
        Plan.ModeSource source = mode == this.mode ? Plan.ModeSource.SERVER : Plan.ModeSource.REQUEST;
        Plan plan = Plan.of(mode, source, match, again);
        if (match instanceof Match.Found taken && !(plan instanceof Plan.Replay)) {
            occurrences.giveBack(asker, taken.turn());
        }
        if (match instanceof Match.TooOld old) {
            if (plan instanceof Plan.Replay) {
                ages.note(old.what());
            } else {
                occurrences.passOver(asker, old.turn());
            }
        }
        if (plan instanceof Plan.Replay replay) {
            used.note(answers.get(replay.turn().recording()).entry());
        }
        return plan;
    }

    /** Whether recordings may be too old to answer. */
    boolean looksAtAges() {
        return ages.isOn();
    }

    /** Whether a rule says that the question is never recorded, so that nothing need be looked up. */
    boolean isNeverKept(Question question) {
        return policy.neverKeep().ruleFor(question).isPresent();
    }

    private Match match(RoutedQuestion asked, Asker asker, Mode mode, List<PreparedResponse> answers) {
        Optional<String> rule = policy.neverKeep().ruleFor(asked.question());
        if (rule.isPresent()) {
            return new Match.NeverKept(rule.get());
        }
        return mode.lookUp() == Mode.LookUp.NONE
                ? new Match.Nothing(false)
                : occurrences.next(
                        asker,
                        new Available(
                                answers.size(),
                                index -> answers.get(index).isRetried(),
                                owner(asked.question(), answers)),
                        asked.routed().isRetry());
    }

    /** Who has recorded answers that belong to no test, where a test asks. */
    private static Optional<Asker> owner(Question question, List<PreparedResponse> answers) {
        boolean areOfNoTest = !question.test().isNone()
                && !answers.isEmpty()
                && answers.get(0).entry().recording().test().isNone();
        return areOfNoTest ? Optional.of(Asker.of(question.withoutTest())) : Optional.empty();
    }

    /** A handshake is a GET: nothing else tells at this time which of several conversations a client is going to have. */
    private AskingAgain askingAgain(RoutedQuestion asked) {
        return policy.askAgain()
                .of(asked.question(), asked.overrides().askAgain(), occurrences.repeat(), policy.sharing());
    }
}
