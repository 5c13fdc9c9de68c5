package io.reprise.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetsTest {
    static Stream<String> names() {
        return Targets.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void holdForTheInputsThatTheyBeginWith(String name) throws Exception {
        FuzzTarget target = Targets.all().get(name);

        for (Bytes seed : target.seeds()) {
            target.check(new Input(seed.toArray()));
            target.check(new Input(seed.slice(0, seed.size() / 2).toArray()));
        }
        target.check(new Input(new byte[0]));
    }

    @Test
    void haveSeedsThatDiffer() {
        Targets.all()
                .values()
                .forEach(target -> assertThat(Set.copyOf(target.seeds()))
                        .hasSameSizeAs(target.seeds())
                        .isNotEmpty());
    }
}
