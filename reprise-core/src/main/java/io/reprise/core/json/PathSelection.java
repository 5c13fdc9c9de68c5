package io.reprise.core.json;

import java.util.List;
import java.util.function.Predicate;

/** The values that a path names. Bit i of a state is set where the first i steps lead to the value. */
final class PathSelection implements Selection {
    private final List<JsonPath.Step> steps;

    PathSelection(List<JsonPath.Step> steps) {
        this.steps = steps;
    }

    @Override
    public long root() {
        return 1;
    }

    @Override
    public long member(long state, String name) {
        return next(state, step -> step.leadsToMember(name));
    }

    @Override
    public long item(long state, int index, int count) {
        return next(state, step -> step.leadsToItem(index, count));
    }

    private long next(long state, Predicate<JsonPath.Step> leadsHere) {
        long next = 0;
        for (int i = 0; i < steps.size(); i++) {
            if ((state >> i & 1) != 0) {
                JsonPath.Step step = steps.get(i);
                next |= (leadsHere.test(step) ? 1L << (i + 1) : 0) | (step.isDeep() ? 1L << i : 0);
            }
        }
        return next;
    }

    @Override
    public boolean isSelected(long state, Json value) {
        return (state >> steps.size() & 1) != 0;
    }

    @Override
    public boolean mayDescend(long state) {
        return state != 0;
    }
}
