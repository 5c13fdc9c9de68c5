package io.reprise.server.catalogue;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.housekeeping.StorePrune;
import io.reprise.core.store.housekeeping.StorePrune.Wanted;
import io.reprise.core.store.usage.RunRecord;
import io.reprise.core.store.usage.RunRecords;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.RequestBody;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.outcome.UsedRecordings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Lists files of the store that can go, as {@code reprise prune} does, and deletes them where that is asked for. */
public final class PruneRoute implements RouteGroup {
    private static final Set<String> WANTED = Set.of("unused_runs", "orphaned", "duplicates");
    private static final String DRY_RUN = "dry_run";
    private static final String WITHOUT_TEST = "without_test";
    private static final Set<String> MEMBERS = Set.of("unused_runs", WITHOUT_TEST, "orphaned", "duplicates", DRY_RUN);

    private final Catalogue catalogue;
    private final KeyRules rules;
    private final UsedRecordings used;
    private final ReentrantLock lock = new ReentrantLock();

    public PruneRoute(Catalogue catalogue, KeyRules rules, UsedRecordings used) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.used = used;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "POST",
                "prune",
                Route.slow(Set.of(), request -> ControlAnswer.of(prune(request.body())))
                        .withBody());
    }

    /**
     * Does what a body of JSON asks for.
     *
     * @throws WrongRequestException if it is wrong, or cannot be done now
     */
    public Json prune(Bytes text) {
        RequestBody body = RequestBody.of(text.isEmpty() ? Bytes.utf8("{}") : text, MEMBERS);
        Wanted wanted = wanted(body);
        boolean isDryRun = body.isTrue(DRY_RUN, true);
        if (!(catalogue.store() instanceof DirectoryStore store)) {
            throw new WrongRequestException(
                    "only a directory with recordings in Reprise's own form can be pruned; 'reprise import' makes one");
        }
        if (!lock.tryLock()) {
            throw new WrongRequestException(409, "the store is being pruned already; ask again later");
        }
        try {
            return prune(store.root(), wanted, isDryRun);
        } finally {
            lock.unlock();
        }
    }

    private static Wanted wanted(RequestBody body) {
        if (WANTED.stream().noneMatch(name -> body.member(name).isPresent())) {
            return new Wanted(
                    Wanted.USUAL.unusedRuns(),
                    body.isTrue(WITHOUT_TEST, Wanted.USUAL.withoutTest()),
                    Wanted.USUAL.orphaned(),
                    Wanted.USUAL.duplicates());
        }
        return new Wanted(
                body.number("unused_runs", 0, RunRecords.MOST).orElse(0),
                body.isTrue(WITHOUT_TEST, false),
                body.isTrue("orphaned", false),
                body.isTrue("duplicates", false));
    }

    private Json prune(Path root, Wanted wanted, boolean isDryRun) {
        StorePrune prune = new StorePrune(root, rules, wanted, runs(root));
        StorePrune.Found found = prune.find(() -> {});
        if (isDryRun) {
            return found.toJson(true, Map.of(), "");
        }
        Map<String, String> failed = prune.delete(() -> {});
        List<String> deleted = found.deleted(failed);
        deleted.forEach(catalogue::deleted);
        return found.toJson(false, failed, found.undo(root, failed).orElse(""));
    }

    /** What this server has used is in use, but its tests may still run: none of them counts as a run yet. */
    private List<RunRecord> runs(Path root) {
        List<RunRecord> runs = new ArrayList<>();
        used.record(Instant.MAX) // after all runs, whatever the clocks of their machines said
                .map(run -> new RunRecord(run.at(), Set.of(), run.used()))
                .ifPresent(runs::add);
        runs.addAll(new RunRecords(root).latestFirst());
        return runs;
    }
}
