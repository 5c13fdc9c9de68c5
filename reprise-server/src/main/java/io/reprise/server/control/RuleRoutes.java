package io.reprise.server.control;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.PaceRule;
import io.reprise.core.replay.pace.Paces;
import java.util.Set;

/** The rules for faults and for the pace, which can be changed while the server runs. */
public final class RuleRoutes implements RouteGroup {
    private final FaultRules faults;
    private final Paces paces;

    public RuleRoutes(FaultRules faults, Paces paces) {
        this.faults = faults;
        this.paces = paces;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        add(routes, "faults", new RulesApi<>(FaultRule::parse, faults::rules, faults::change));
        add(routes, "pace", new RulesApi<>(PaceRule::parse, paces::rules, paces::change));
    }

    /** All rules that are in force, for those who follow what happens. */
    public Json state() {
        return new JsonObjectBuilder()
                .with("faults", RulesApi.all(faults.rules()))
                .with("pace", RulesApi.all(paces.rules()))
                .done();
    }

    private static void add(ControlRoutes routes, String path, RulesApi<?> rules) {
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
            Route route = Route.quick(Set.of("test"), request -> ControlAnswer.of(rules.answer(request)));
            routes.add(method, path, method.startsWith("P") ? route.withBody() : route);
        }
    }
}
