package io.reprise.server.catalogue;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.server.comparison.RuleTrial;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.RequestBody;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.MissLog.Missed;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tries rules on all recordings, before somebody writes them to {@code reprise.yaml}. */
public final class RuleTrialRoute implements RouteGroup {
    private static final Set<String> MEMBERS = Set.of("rule", "rules", "miss", "test");

    private final Store store;
    private final KeyRules rules;
    private final MissLog misses;

    public RuleTrialRoute(Store store, KeyRules rules, MissLog misses) {
        this.store = store;
        this.rules = rules;
        this.misses = misses;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "POST",
                "rules/try",
                Route.slow(Set.of(), request -> ControlAnswer.of(tried(request)))
                        .withBody());
    }

    private Json tried(ControlRequest request) {
        RequestBody body = RequestBody.of(request.body(), MEMBERS);
        RuleTrial trial = new RuleTrial(wanted(body), rules);
        Optional<Missed> missed = body.text("miss").map(this::missed);
        trial.run(store, body.test("test"));
        return trial.result(
                missed.map(Missed::request), missed.map(Missed::test).orElse(TestId.NONE));
    }

    private static List<KeyRule> wanted(RequestBody body) {
        try {
            return RuleTrial.rules(body.text("rule"), body.texts("rules"));
        } catch (IllegalArgumentException wrong) {
            throw new WrongRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    private Missed missed(String id) {
        return misses.missed(id)
                .orElseThrow(() -> new WrongRequestException(
                        404,
                        "the miss " + Quoted.of(id)
                                + " is not remembered; 'GET /__reprise/misses' lists those that are"));
    }
}
