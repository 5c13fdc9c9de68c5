package io.reprise.server;

import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissExplainer;
import io.reprise.core.explain.RequestIndex;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import java.util.ArrayDeque;
import java.util.Deque;

/** Explains misses, and remembers the latest. */
final class MissLog {
    private static final int MAX_REMEMBERED = 1_000;

    private final MissExplainer explainer;
    private final Deque<Miss> latest = new ArrayDeque<>();

    MissLog(RequestIndex index, KeyRules rules, Store store, String command) {
        this.explainer = new MissExplainer(index, rules, store::at, command);
    }

    /** Reads a few recordings: not for event loops. */
    Miss explain(Job job, boolean isUsedUp) {
        Miss miss = explainer.explain(job.question(), isUsedUp ? Miss.Reason.USED_UP : Miss.Reason.NOT_RECORDED);
        synchronized (latest) {
            latest.addLast(miss);
            if (latest.size() > MAX_REMEMBERED) {
                latest.removeFirst();
            }
        }
        return miss;
    }

    Json toJson() {
        synchronized (latest) {
            return new Json.JsonArray(latest.stream().map(Miss::toJson).toList());
        }
    }
}
