package io.reprise.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.server.memory.MemoryBudget.Use;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(64 << 20);

    @Test
    void givesMemoryUntilThereIsNone() {
        long all = budget.arrivingLimit();

        assertThat(budget.tryTake(Use.ANSWERS, all - 10)).isTrue();
        assertThat(budget.tryTake(Use.REQUESTS, 11)).isFalse();
        assertThat(budget.isShort()).isTrue();
        budget.giveBack(Use.ANSWERS, all - 10);

        assertThat(budget.tryTake(Use.REQUESTS, 11)).isTrue();
        assertThat(budget.isShort()).isFalse();
        assertThat(budget.used()).isEqualTo(11);
        assertThat(budget.used(Use.REQUESTS)).isEqualTo(11);
        assertThat(budget.peak()).isEqualTo(all - 10);
    }

    @Test
    void countsWhatIsThereInAnyCase() {
        long all = budget.arrivingLimit();

        budget.take(Use.ANSWERS, all + 1);

        assertThat(budget.used()).isEqualTo(all + 1);
        assertThat(budget.tryTake(Use.ANSWERS, 1)).isFalse();
    }

    @Test
    void refusesALimitWithWhichNothingWorks() {
        assertThatThrownBy(() -> new MemoryBudget(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limits.memory");
    }
}
