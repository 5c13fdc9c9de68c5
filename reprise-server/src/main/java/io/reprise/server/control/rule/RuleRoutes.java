package io.reprise.server.control.rule;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.PaceRule;
import io.reprise.core.replay.pace.Paces;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import java.time.InstantSource;
import java.util.Set;

/** The rules for faults and for the pace, which can be changed while the server runs. */
public final class RuleRoutes implements RouteGroup {
    private final RulesApi<FaultRule> faults;
    private final RulesApi<PaceRule> paces;

    /** @param clock says when rules end that hold for a limited time */
    public RuleRoutes(FaultRules faults, Paces paces, InstantSource clock) {
        this.faults = new RulesApi<>(
                FaultRule::parse, faults::rules, faults::change, new RuleEnds(clock, RuleEnds.Timer.OF_JDK));
        this.paces = new RulesApi<>(
                PaceRule::parse, paces::rules, paces::change, new RuleEnds(clock, RuleEnds.Timer.OF_JDK));
    }

    @Override
    public void addTo(ControlRoutes routes) {
        add(routes, "faults", faults);
        add(routes, "pace", paces);
    }

    /** All rules that are in force, for those who follow what happens. */
    public Json state() {
        return new JsonObjectBuilder()
                .with("faults", faults.all())
                .with("pace", paces.all())
                .done();
    }

    private static void add(ControlRoutes routes, String path, RulesApi<?> rules) {
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
            Route route = Route.quick(Set.of("test"), request -> ControlAnswer.of(rules.answer(request)));
            routes.add(method, path, method.startsWith("P") ? route.withBody() : route);
        }
    }
}
