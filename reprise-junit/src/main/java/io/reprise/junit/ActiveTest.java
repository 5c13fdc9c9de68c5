package io.reprise.junit;

import io.reprise.core.plan.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** A test that runs now, or whatever else has a scope of its own: a class, a dynamic test. */
final class ActiveTest {
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT_FOR_OTHERS = Duration.ofSeconds(30);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);

    private final TestServer server;
    private final String id;
    private final ChosenMode mode;
    private final RunScope scope;
    private final Strictness strictness;
    private final String run;
    private @Nullable Semaphore taken;
    private boolean allowsMisses;
    private int toldMisses;
    private int toldUnanswered;

    ActiveTest(TestServer server, String id, Options options, ChosenMode mode, RunScope scope) {
        this.server = server;
        this.id = id;
        this.mode = mode;
        this.scope = scope;
        this.strictness = options.strictness();
        this.run = server.client()
                .start(id, mode.mode().toString(), options, scope.isAlone() ? LONGEST_WAIT_FOR_OTHERS : Duration.ZERO);
        server.began(this);
    }

    String id() {
        return id;
    }

    ChosenMode mode() {
        return mode;
    }

    String url() {
        return server.url(id);
    }

    ControlClient client() {
        return server.client();
    }

    List<SentRequest> requests() {
        return server.client().requests(run);
    }

    void allowMisses() {
        allowsMisses = true;
    }

    /**
     * Requests of an application are those of this test, until another one has its turn.
     *
     * @param turn of those that share the application
     */
    void bind(ApplicationUrl application, Semaphore turn) {
        if (!server.url().equals(application.server())) {
            throw new ExtensionConfigurationException(
                    "the application was started for a test with other upstreams, recordings or rules than " + id
                            + "; give both the same @RepriseTest, or this one an application of its own");
        }
        if (taken != turn) {
            taken = take(turn) ? turn : null;
        }
        server.client().bind(application.alias(), id);
    }

    /** Writes a page about what the test asked if it failed, and says where. */
    void report(List<String> problems, Optional<Throwable> failure) {
        if (problems.isEmpty() && failure.isEmpty()) {
            server.reports().delete(this);
        } else {
            server.reports()
                    .write(this, problems, failure)
                    .ifPresent(file -> System.err.println("reprise: the conversation of " + id + ": " + file.toUri()));
        }
    }

    private boolean take(Semaphore turn) {
        try {
            if (turn.tryAcquire(LONGEST_TURN.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
            System.err.println("reprise: " + id + " shares an application context with a test that runs for "
                    + LONGEST_TURN.toSeconds() + " s already; requests of both may be mixed");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** No more requests are expected. */
    void close() {
        if (taken != null) {
            taken.release();
            taken = null;
        }
    }

    /**
     * What is wrong with the requests of the test, besides what was told before; empty for nothing.
     *
     * @param hasPassed whether the test itself found nothing wrong
     */
    synchronized List<String> end(boolean hasPassed) {
        RunOutcome outcome = server.client().end(run, hasPassed ? unused() : Unused.IGNORED, WAIT);
        server.ended(this);
        server.summary().put(run, id, outcome);
        List<String> problems = newProblems(outcome);
        if (outcome.open() > 0 && (!hasPassed || !problems.isEmpty())) {
            problems.add(told(outcome.open(), "had no answer yet when the test ended"));
        }
        if (hasPassed) {
            addStrict(outcome, problems);
        }
        return problems;
    }

    private Unused unused() {
        if (!scope.isWhole()) {
            return Unused.IGNORED;
        }
        return mode.mode() == Mode.RECORD ? Unused.DELETED : Unused.LISTED;
    }

    /** What is wrong with the requests so far, although the test has not ended. */
    List<String> problemsNow() {
        RunOutcome outcome = server.client().end(run, Unused.IGNORED, Duration.ZERO);
        List<String> problems = newProblems(outcome);
        if (outcome.open() > 0) {
            problems.add(told(outcome.open(), "had no answer"));
        }
        return problems;
    }

    private List<String> newProblems(RunOutcome outcome) {
        List<String> problems = new ArrayList<>();
        addMisses(outcome, problems);
        List<String> unanswered = outcome.unanswered();
        if (unanswered.size() > toldUnanswered) {
            problems.add(told(unanswered.size() - toldUnanswered, "got no answer")
                    + lines(unanswered.subList(toldUnanswered, unanswered.size())));
            toldUnanswered = unanswered.size();
        }
        return problems;
    }

    private void addMisses(RunOutcome outcome, List<String> problems) {
        List<String> misses = outcome.missTexts();
        int all = outcome.count("missed");
        if (!allowsMisses && all > toldMisses) {
            List<String> untold = misses.subList(Math.min(toldMisses, misses.size()), misses.size());
            problems.add(told(all - toldMisses, "had no recording") + "\n\n" + String.join("\n\n", untold));
        }
        toldMisses = all;
    }

    private void addStrict(RunOutcome outcome, List<String> problems) {
        if (strictness.failsOnUnused() && mode.mode() != Mode.LIVE && mode.mode() != Mode.RECORD) {
            addAll(problems, "of the recordings of this test were not used", outcome.unused());
        }
        if (strictness.failsOnUnsaved()) {
            addAll(problems, "of the answers could not be kept", outcome.notKept());
        }
        if (strictness.failsOnLive()) {
            addAll(problems, "of the requests went to an upstream", outcome.live());
        }
    }

    private static void addAll(List<String> problems, String what, List<String> all) {
        if (!all.isEmpty()) {
            problems.add(all.size() + " " + what + ":" + lines(all));
        }
    }

    private static String lines(List<String> all) {
        return "\n  " + String.join("\n  ", all);
    }

    private String told(int count, String what) {
        return (count == 1 ? "a request of this test " : count + " requests of this test ") + what + " (mode "
                + mode.mode() + ": " + mode.origin() + ")";
    }
}
