package io.reprise.core.explain;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss.Reason;
import io.reprise.core.explain.difference.Difference;
import io.reprise.core.explain.difference.Differences;
import io.reprise.core.family.known.PathsBelowV1;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Expired;
import io.reprise.core.plan.Plan;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.socket.Departure;
import io.reprise.core.store.QuestionIndex;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Explains why there is no recording for a question. Reads a few recordings, so event loops must not call it. */
public final class MissExplainer {
    private static final int CANDIDATES = 16;
    /** The total size of the request bodies that are compared, in bytes. The first candidate is always compared. */
    private static final long MOST_READ = 4_000_000;

    private static final int OTHER_TEST = 6;
    /** The tests of a question that are told apart by their names. */
    private static final int MOST_OTHER_TESTS = 32;

    private static final int MOST_NAMED = 3;

    private final QuestionIndex index;
    private final KeyRules rules;
    private final Function<String, Optional<Store.Entry>> reading;
    private final String command;
    private final CredentialMask mask;

    /**
     * A recording that was compared.
     *
     * @param distance 0 for a recording of the question itself that the test can use
     */
    private record Candidate(Nearest.Source source, Question question, int distance) {
        /** Whether it helps to see this recording beside the question. */
        boolean helps(Question asked) {
            int most = isOfTest(asked) ? Distance.NO_HELP_IN_A_TEST : Distance.NO_HELP;
            return distance < most || isSamePlace(question.request(), asked.request());
        }

        /** Whether the test that asks has made this recording. */
        boolean isOfTest(Question asked) {
            return !asked.test().isNone() && source.test().equals(asked.test());
        }

        private static boolean isSamePlace(Request recorded, Request asked) {
            return PathsBelowV1.areSame(recorded.path(), asked.path())
                    && recorded.method().equals(asked.method());
        }

        boolean isOfOtherMethod(Question asked) {
            return PathsBelowV1.areSame(
                            question.request().path(), asked.request().path())
                    && !question.request().method().equals(asked.request().method());
        }
    }

    /** The question itself, of whatever test; then what the same test has recorded; then what differs least. */
    private static Comparator<Candidate> nearestTo(Question asked) {
        return Comparator.<Candidate, Boolean>comparing(
                        candidate -> !candidate.question().digest().equals(asked.digest()))
                .thenComparing(candidate -> !candidate.isOfTest(asked))
                .thenComparingInt(Candidate::distance);
    }

    /**
     * @param reading the recording at a location that was added to the index; empty if it is no longer there
     * @param command the command line of a server that records, for people to copy
     * @param mask of all that an explanation says
     */
    public MissExplainer(
            QuestionIndex index,
            KeyRules rules,
            Function<String, Optional<Store.Entry>> reading,
            String command,
            CredentialMask mask) {
        this.mask = mask;
        this.index = index;
        this.rules = rules;
        this.reading = reading;
        this.command = command;
    }

    /** Explains why the question was refused. */
    public Miss explain(Question question, Plan.Refuse refused) {
        Plan.Refuse.Cause cause = refused.cause();
        if (cause instanceof Plan.Refuse.NeverKept never) {
            return neverKept(question, never.rule());
        } else if (cause instanceof Plan.Refuse.TooOld old) {
            return expired(question, old.what());
        } else if (cause instanceof Plan.Refuse.NoKey) {
            return miss(question, Reason.NO_KEY, Optional.empty(), new Remedy(List.of(), command));
        }
        return explain(question, cause instanceof Plan.Refuse.UsedUp ? Reason.USED_UP : Reason.NOT_RECORDED);
    }

    /** The same miss where that is why no upstream was asked. What has expired would not be asked for with a key either. */
    public static Miss because(NotAsked reason, Miss miss) {
        if (reason instanceof NotAsked.NoKey && miss.reason() == Reason.EXPIRED) {
            return miss;
        }
        return new Miss(
                miss.asked(), miss.reason(), miss.nearest(), miss.remedy().because(reason), miss.coverage());
    }

    /** The recording is known, so that nothing is searched. */
    private Miss expired(Question question, Expired expired) {
        Optional<Nearest> its = read(expired.location())
                .map(entry -> new Nearest(source(expired.location(), entry).masked(mask), List.of()));
        return new Miss(
                Miss.Asked.of(question, mask),
                Reason.EXPIRED,
                its,
                Remedy.renewing(command, expired.with(mask::of)),
                index.coverage());
    }

    /** A question that a rule excludes: what is similar would not help. */
    private Miss neverKept(Question question, String rule) {
        Optional<Nearest> same = candidates(question).stream()
                .filter(candidate -> candidate.question().digest().equals(question.digest()))
                .min(nearestTo(question))
                .map(candidate -> new Nearest(candidate.source().masked(mask), List.of()));
        return new Miss(
                Miss.Asked.of(question, mask),
                Reason.NEVER_KEPT,
                same,
                new Remedy(List.of(), command, Optional.of(rule)),
                index.coverage());
    }

    public Miss explain(Question question, Reason reason) {
        List<Candidate> candidates = candidates(question);
        Optional<Candidate> best = candidates.stream()
                .filter(candidate -> candidate.helps(question))
                .min(nearestTo(question));
        Remedy recording = new Remedy(List.of(), command);
        Optional<Candidate> otherMethod = otherMethod(question, candidates);
        if (otherMethod.isPresent()) {
            return miss(question, reason, Optional.of(ofOtherMethod(question, otherMethod.get())), recording);
        } else if (best.isEmpty()) {
            return miss(question, reason, Optional.empty(), recording);
        } else if (isOfOtherTest(question, best.get())) {
            return ofOtherTest(question, reason, best.get());
        }
        List<Difference> differences = Differences.between(best.get().question(), question, mask);
        Nearest nearest = new Nearest(best.get().source().masked(mask), differences);
        Remedy remedy = new Remedy(fittingRules(question, best.get().question(), differences), command);
        return miss(question, reason, Optional.of(nearest), remedy);
    }

    private Miss miss(Question question, Reason reason, Optional<Nearest> nearest, Remedy remedy) {
        return new Miss(Miss.Asked.of(question, mask), reason, nearest, remedy, index.coverage());
    }

    /** A recording for the path that is asked for, where none has the method that is asked with. */
    private static Optional<Candidate> otherMethod(Question asked, List<Candidate> candidates) {
        boolean isMethodRecorded = candidates.stream()
                .map(candidate -> candidate.question().request())
                .anyMatch(recorded -> Candidate.isSamePlace(recorded, asked.request()));
        return candidates.stream()
                .filter(candidate -> !isMethodRecorded && candidate.isOfOtherMethod(asked))
                .min(nearestTo(asked));
    }

    /** The other method is the only difference that matters. */
    private Nearest ofOtherMethod(Question asked, Candidate recorded) {
        List<Difference> method = Differences.between(recorded.question(), asked, mask).stream()
                .filter(difference -> difference.where().equals("method"))
                .toList();
        return new Nearest(
                recorded.source().masked(mask),
                method,
                Nearest.OtherTests.NONE,
                Optional.of(mask.of(recorded.question().request().method())));
    }

    /** Whether another test has this very question. */
    private static boolean isOfOtherTest(Question asked, Candidate best) {
        return best.question().digest().equals(asked.digest())
                && !best.question().test().isNone()
                && !best.isOfTest(asked);
    }

    private Miss ofOtherTest(Question asked, Reason reason, Candidate best) {
        List<Candidate> likeliest = index.ofOtherTests(asked, MOST_OTHER_TESTS).stream()
                .flatMap(location ->
                        read(location)
                                .map(entry -> new Candidate(source(location, entry), entry.question(), 0))
                                .stream())
                .filter(candidate -> isOfOtherTest(asked, candidate))
                .sorted(Comparator.comparingInt(candidate -> -Likeness.of(
                        candidate.source().test().name(), asked.test().name())))
                .limit(MOST_NAMED)
                .toList();
        List<TestId> tests = likeliest.stream()
                .map(candidate -> Nearest.masked(candidate.source().test(), mask))
                .toList();
        Nearest nearest = new Nearest(
                likeliest.stream().findFirst().orElse(best).source().masked(mask),
                List.of(),
                new Nearest.OtherTests(
                        tests.stream().skip(1).toList(), Math.max(0, index.otherTests(asked) - tests.size())),
                Optional.empty());
        Remedy remedy = new Remedy(List.of(), command);
        boolean isPerhapsRenamed = reason == Reason.NOT_RECORDED
                && !asked.test().isNone()
                && index.coverage().isComplete()
                && !index.hasAny(asked.test());
        return miss(
                asked,
                reason,
                Optional.of(nearest),
                isPerhapsRenamed ? remedy.moving(tests, Nearest.masked(asked.test(), mask)) : remedy);
    }

    /** Explains why no recording of a conversation fits any more. It reads nothing, so event loops may call it. */
    public Miss explain(Question handshake, Departure departure) {
        List<Difference> differences = departure.differences(mask);
        Nearest nearest = new Nearest(
                source(departure.nearest().location(), departure.nearest()).masked(mask), differences);
        List<KeyRule> fitting = departure
                .compared()
                .map(both -> fittingRules(both.asked(), both.recorded(), differences))
                .orElse(List.of());
        return new Miss(
                Miss.Asked.of(handshake, mask),
                Reason.OTHER_MESSAGE,
                Optional.of(nearest),
                new Remedy(fitting, command).again(),
                index.coverage());
    }

    private List<Candidate> candidates(Question question) {
        Distance distance = new Distance(question);
        List<Candidate> candidates = new ArrayList<>();
        long read = 0;
        for (String location : index.nearest(question, CANDIDATES)) {
            Optional<Store.Entry> entry = read > MOST_READ ? Optional.empty() : read(location);
            if (entry.isPresent()) {
                Question recorded = entry.get().question();
                read += recorded.request().body().size();
                TestId test = recorded.test();
                int ofTest = test.isNone() || test.equals(question.test()) ? 0 : OTHER_TEST;
                int away = ofTest + distance.to(recorded.canonical().value());
                candidates.add(new Candidate(source(location, entry.get()), recorded, away));
            }
        }
        return candidates;
    }

    /** A recording that is broken or was deleted explains nothing. */
    private Optional<Store.Entry> read(String location) {
        try {
            return reading.apply(location);
        } catch (StoreException broken) {
            return Optional.empty();
        }
    }

    private static Nearest.Source source(String location, Store.Entry entry) {
        Recording recording = entry.recording();
        return new Nearest.Source(location, entry.question().test(), recording.upstream(), recording.occurrence());
    }

    /** The rules that make both requests the same question; none if small rules are not enough. */
    private List<KeyRule> fittingRules(Question asked, Question recorded, List<Difference> differences) {
        if (differences.stream().anyMatch(difference -> difference.rules().isEmpty())) {
            return List.of();
        }
        List<KeyRule> added = differences.stream()
                .flatMap(difference -> difference.rules().stream())
                .distinct()
                .flatMap(MissExplainer::parsed)
                .toList();
        KeyRules more = rules.plus(added);
        return more.canonical(recorded.parsed()).equals(more.canonical(asked.parsed())) ? added : List.of();
    }

    /** A member whose name a path cannot express has no rule. */
    private static Stream<KeyRule> parsed(String rule) {
        try {
            return Stream.of(KeyRule.parse(rule));
        } catch (IllegalArgumentException noPath) {
            return Stream.empty();
        }
    }
}
