package io.reprise.server;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.plan.Sharing;
import io.reprise.server.Interleaving.Asked;
import io.reprise.server.Interleaving.Client;
import io.reprise.server.Interleaving.Deed;
import io.reprise.server.Interleaving.Setting;
import io.reprise.server.Interleaving.Step;
import io.reprise.server.Interleaving.UpstreamPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes interleavings: the same one for the same seed. */
final class InterleavingGenerator {
    private static final int LONGEST = 30;
    private static final int PIECES = 3;
    private static final int LARGE = 120_000;

    private final long seed;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final double faults;
    private final List<Asked> asked = new ArrayList<>();
    private final List<String> tests;
    private final boolean areModesMixed;
    private int asks;

    private InterleavingGenerator(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.faults = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.5;
        this.tests = random.nextBoolean() ? List.of("a", "b") : List.of("", "a", "b");
        this.areModesMixed = random.nextBoolean();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            asked.add(any(List.of(Asked.values())));
        }
    }

    static Interleaving of(long seed) {
        return new InterleavingGenerator(seed).interleaving();
    }

    private Interleaving interleaving() {
        Setting setting = new Setting(
                chance(0.7) ? Mode.RECORD_IF_MISSING : Mode.RECORD,
                chance(0.2),
                chance(0.2),
                chance(0.2) ? Sharing.CALL_EACH : Sharing.ONE_CALL,
                chance(0.15),
                chance(0.8) ? Repeat.LAST : any(List.of(Repeat.values())));
        for (int left = 8 + random.nextInt(LONGEST - 8); left > 0; left--) {
            add();
        }
        return new Interleaving(seed, setting, List.copyOf(steps));
    }

    private void add() {
        int kind = random.nextInt(100);
        if (kind < 60) {
            steps.add(ask());
            if (chance(0.4)) {
                steps.add(new Step.AwaitCall(asks));
            }
        } else if (kind < 78) {
            steps.add(new Step.Go(1 + random.nextInt(4)));
        } else if (kind < 88) {
            steps.add(new Step.Settle());
        } else if (kind < 93) {
            steps.add(new Step.StartOver(tests.get(random.nextInt(tests.size()))));
        } else if (kind < 95) {
            steps.add(new Step.Restart());
        } else if (kind < 98) {
            steps.add(new Step.Edit(random.nextInt(10)));
        } else {
            steps.add(new Step.Disk(true));
            steps.add(ask());
            steps.add(new Step.Settle());
            steps.add(new Step.Disk(false));
        }
    }

    private Step.Ask ask() {
        boolean isHttp2 = chance(0.25);
        int leaveAfter = chance(0.2) ? random.nextInt(200) : !isHttp2 && chance(0.05) ? Client.AT_ONCE : Client.STAYS;
        return new Step.Ask(
                ++asks,
                asked.get(random.nextInt(asked.size())),
                tests.get(random.nextInt(tests.size())),
                areModesMixed && chance(0.4) ? Optional.of(any(List.of(Mode.values()))) : Optional.empty(),
                chance(0.15) ? 1 + random.nextInt(2) : 0,
                chance(0.15) ? (chance(0.5) ? "flushed" : "x1000") : "",
                new Client(isHttp2, leaveAfter, !isHttp2 && chance(0.1)),
                upstream());
    }

    private UpstreamPlan upstream() {
        List<Boolean> gates = new ArrayList<>();
        double waits = chance(0.5) ? 0 : random.nextDouble();
        for (int i = 0; i <= PIECES + 1; i++) {
            gates.add(chance(waits));
        }
        Deed deed = chance(faults) ? any(List.of(Deed.values()).subList(1, Deed.values().length)) : Deed.ANSWERS;
        return new UpstreamPlan(deed, random.nextInt(3), List.copyOf(gates), chance(0.04) ? LARGE : 0);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
