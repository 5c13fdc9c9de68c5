package io.reprise.server.catalogue;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.PlaceholderKey;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.Mode;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.Store;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.RequestBody;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.request.RequestScope;
import io.reprise.server.run.TestLocks;
import io.reprise.server.run.TestRun;
import io.reprise.server.run.TestRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The protocol of test frameworks: a test starts, ends, and has an outcome. docs/test-protocol.md specifies it. */
public final class RunRoutes implements RouteGroup {
    private static final Set<String> TEST = Set.of("test");
    private static final Set<String> ALIAS = Set.of("alias", "test");
    private static final Set<String> SENT = Set.of("run", "wait_ms");
    private static final Set<String> AT_END = Set.of("run", "wait_ms", "unused", "delete_unused");
    private static final int WAIT_MS = 2_000;

    /** A client has its answer a moment before its request has ended here; assertions come then. */
    private static final int WAIT_FOR_SENT_MS = 1_000;

    private static final int LONGEST_WAIT_MS = 600_000;
    private static final int BETWEEN_TRIES_MS = 20;

    /**
     * What holds where a run says nothing else.
     *
     * @param hasUpstreamElsewhere whether an upstream is on another machine
     */
    public record Defaults(Mode mode, boolean hasUpstream, boolean hasUpstreamElsewhere, PriceTable prices) {
        /** Whether clients without a key should have the placeholder: most servers on this machine need no key. */
        boolean givesPlaceholder(Mode ofRun) {
            return ofRun == Mode.REPLAY || hasUpstreamElsewhere;
        }
    }

    private final TestRuns runs;
    private final KnownTests known;
    private final Store store;
    private final Defaults defaults;
    private final TestLocks locks;

    public RunRoutes(TestRuns runs, KnownTests known, Store store, Defaults defaults, TestLocks locks) {
        this.runs = runs;
        this.locks = locks;
        this.known = known;
        this.store = store;
        this.defaults = defaults;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "POST",
                "tests/start",
                Route.awaiting(TEST, this::alone, request -> ControlAnswer.of(start(request)))
                        .withBody());
        routes.add(
                "POST",
                "tests/end",
                Route.awaiting(Set.of(), this::idle, request -> ControlAnswer.of(end(request)))
                        .withBody());
        routes.add("POST", "tests/bind", Route.slow(ALIAS, request -> ControlAnswer.of(bind(request))));
        routes.add(
                "GET",
                "tests/requests",
                Route.awaiting(SENT, this::settled, request -> ControlAnswer.of(sent(request))));
    }

    /** Waits until no other server records the test, but not for ever. */
    private CompletionStage<Void> alone(ControlRequest request, RequestScope scope) {
        request.required("test");
        TestId test = request.test().orElseThrow();
        RunStart start = RunStart.of(request, defaults.hasUpstream());
        CompletableFuture<Void> alone = new CompletableFuture<>();
        if (start.aloneMs() > 0 && start.mode().orElse(defaults.mode()).keeps()) {
            tryLock(test, start.aloneMs() / BETWEEN_TRIES_MS, alone, scope);
        } else {
            alone.complete(null);
        }
        return alone;
    }

    private void tryLock(TestId test, int tries, CompletableFuture<Void> alone, RequestScope scope) {
        scope.onWorker(() -> locks.tryLock(test), isAlone -> {
            if (isAlone || tries <= 0) {
                alone.complete(null);
            } else {
                scope.after(BETWEEN_TRIES_MS, () -> tryLock(test, tries - 1, alone, scope));
            }
        });
    }

    private Json start(ControlRequest request) {
        request.required("test");
        TestId test = request.test().orElseThrow();
        RunStart start = RunStart.of(request, defaults.hasUpstream());
        known.startOver(test);
        known.faults().change(rules -> rules.withOwn(test, start.faults()));
        known.paces().change(rules -> rules.withOwn(test, start.paces()));
        TestRun run = runs.start(test, start.mode());
        Mode mode = mode(run);
        return new JsonObjectBuilder()
                .with("test", test.name())
                .with("run", run.id())
                .with("mode", mode.toString())
                .with("path", test.pathPrefix())
                .with(
                        "key_placeholder",
                        defaults.givesPlaceholder(mode) ? new Json.JsonString(PlaceholderKey.TEXT) : Json.NULL)
                .done();
    }

    private Json bind(ControlRequest request) {
        request.required("alias");
        TestId alias = request.test("alias").orElseThrow();
        TestId test = request.test().orElse(TestId.NONE);
        if (!runs.bind(alias, test)) {
            throw new WrongRequestException("there are 10,000 aliases already; use one of them again");
        }
        return new JsonObjectBuilder()
                .with("alias", alias.name())
                .with("test", test.name())
                .with("path", alias.pathPrefix())
                .done();
    }

    private Mode mode(TestRun run) {
        return run.mode().orElse(defaults.mode());
    }

    private TestRun run(String id) {
        return runs.withId(id)
                .orElseThrow(
                        () -> new WrongRequestException(
                                404,
                                "there is no run " + Quoted.of(id)
                                        + "; 'POST tests/start' starts one, and this server remembers the latest 10,000 runs, or fewer if they asked much"));
    }

    private static RequestBody endBody(ControlRequest request) {
        return RequestBody.of(request.body(), AT_END);
    }

    private TestRun ending(RequestBody body) {
        return run(body.text("run")
                .orElseThrow(() -> new WrongRequestException("the member 'run' is missing in the body")));
    }

    private CompletionStage<Void> idle(ControlRequest request, RequestScope scope) {
        RequestBody body = endBody(request);
        int longest = body.number("wait_ms", 0, LONGEST_WAIT_MS).orElse(WAIT_MS);
        return idle(ending(body), longest, scope);
    }

    private CompletionStage<Void> settled(ControlRequest request, RequestScope scope) {
        int longest = request.number("wait_ms", LONGEST_WAIT_MS, WAIT_FOR_SENT_MS);
        return idle(run(request.required("run")), longest, scope);
    }

    /** Waits for the requests that are open, but not for ever. */
    private static CompletionStage<Void> idle(TestRun run, int longestMs, RequestScope scope) {
        CompletableFuture<Void> idle = run.whenIdle();
        if (idle.isDone()) {
            return idle;
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        EventLoop.Timer timer = scope.after(longestMs, () -> over.complete(null));
        idle.thenRun(() -> scope.loop().execute(() -> {
            timer.cancel();
            over.complete(null);
        }));
        return over;
    }

    private Json end(ControlRequest request) {
        RequestBody body = endBody(request);
        TestRun run = ending(body);
        JsonObjectBuilder members = RunJson.outcome(
                        run, mode(run).keeps(), defaults.prices().asOf())
                .with("mode", mode(run).toString());
        boolean isWanted = body.isTrue("unused", true);
        boolean isDeleted = body.isTrue("delete_unused", false) && isWhole(run);
        List<Store.Entry> unused = isDeleted || isWanted ? unused(run.test()) : List.of();
        if (isDeleted) {
            unused.forEach(store::remove);
        }
        Json ended = members.with(
                        "unused",
                        unused.stream()
                                .<Json>map(entry -> new Json.JsonString(entry.location()))
                                .toList())
                .with("deleted_unused", isDeleted)
                .done();
        runs.ended(run); // from here on, it may give way to others
        locks.release(run.test());
        return ended;
    }

    /** Whether each request was answered: else the test may have stopped before it asked for the rest. */
    private static boolean isWhole(TestRun run) {
        Map<Verb, Long> counts = run.sums().byVerb();
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long answered = Stream.of(Verb.REPLAYED, Verb.RECORDED, Verb.JOINED)
                .mapToLong(verb -> counts.getOrDefault(verb, 0L))
                .sum();
        return run.open() == 0 && all > 0 && answered == all;
    }

    private List<Store.Entry> unused(TestId test) {
        List<Store.Entry> unused = new ArrayList<>();
        store.forEachOf(Set.of(test), location -> !known.used().hasUsed(test, location), unused::add, broken -> {});
        return unused;
    }

    private Json sent(ControlRequest request) {
        TestRun run = run(request.required("run"));
        return new JsonObjectBuilder()
                .with("test", run.test().name())
                .with("run", run.id())
                .with("requests", run.requests().stream().map(RunJson::sent).toList())
                .done();
    }
}
