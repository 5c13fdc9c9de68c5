package io.reprise.server.control;

import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.server.report.UsedRecordings;
import java.util.Optional;
import java.util.Set;

/** Tests, and what can be done with them. */
public final class TestRoutes implements RouteGroup {
    private final Occurrences occurrences;
    private final HandedOutIds handedOut;
    private final FaultRules faults;
    private final UsedRecordings used;

    public TestRoutes(Occurrences occurrences, HandedOutIds handedOut, FaultRules faults, UsedRecordings used) {
        this.occurrences = occurrences;
        this.handedOut = handedOut;
        this.faults = faults;
        this.used = used;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "POST",
                "tests/start-over",
                Route.quick(Set.of("test"), request -> ControlAnswer.of(startOver(request.test()))));
    }

    private Json startOver(Optional<TestId> test) {
        if (test.isPresent()) {
            occurrences.startOver(test.get());
            handedOut.startOver(test.get());
            faults.startOver(test.get());
            used.startOver(test.get());
        } else {
            occurrences.startOver();
            handedOut.startOver();
            faults.startOver();
            used.startOver();
        }
        return new JsonObjectBuilder()
                .with("started_over", test.map(TestId::name).orElse("all tests"))
                .done();
    }
}
