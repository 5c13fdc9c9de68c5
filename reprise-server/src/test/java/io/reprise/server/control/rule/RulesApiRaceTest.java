package io.reprise.server.control.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.server.control.ControlRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RulesApiRaceTest {
    @Test
    void aRuleThatEndsWhileItIsSetIsGone() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        RuleEnds ends = new RuleEnds(now::get, (delay, task) -> {
            now.updateAndGet(time -> time.plus(delay));
            task.run();
        });
        FaultRules faults = new FaultRules(List.of());
        RulesApi<FaultRule> api = new RulesApi<>(FaultRule::parse, faults::rules, faults::change, ends);

        api.answer(new ControlRequest(
                "POST",
                "faults",
                Map.of(),
                Headers.NONE,
                Bytes.utf8("{\"rules\": [\"status=500\"], \"for\": \"1ms\"}")));

        assertThat(api.all().list("rules")).isEmpty();
    }
}
