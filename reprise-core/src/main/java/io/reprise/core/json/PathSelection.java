package io.reprise.core.json;

import java.util.List;

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
        long next = 0;
        for (int i = 0; i < steps.size(); i++) {
            if ((state >> i & 1) != 0) {
                JsonPath.Step step = steps.get(i);
                boolean leadsHere = step instanceof JsonPath.Any
                        || (step instanceof JsonPath.Name wanted
                                && wanted.name().equals(name));
                next |= next(i, step, leadsHere);
            }
        }
        return next;
    }

    @Override
    public long item(long state, int index, int count) {
        long next = 0;
        for (int i = 0; i < steps.size(); i++) {
            if ((state >> i & 1) != 0) {
                JsonPath.Step step = steps.get(i);
                boolean leadsHere = step instanceof JsonPath.Any
                        || (step instanceof JsonPath.Index wanted
                                && (wanted.index() < 0 ? wanted.index() + count : wanted.index()) == index);
                next |= next(i, step, leadsHere);
            }
        }
        return next;
    }

    private static long next(int i, JsonPath.Step step, boolean leadsHere) {
        return (leadsHere ? 1L << (i + 1) : 0) | (step.isDeep() ? 1L << i : 0);
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
