package io.reprise.server;

import io.reprise.core.explain.Miss;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.server.catalogue.Catalogue;
import io.reprise.server.catalogue.FindingsRoute;
import io.reprise.server.catalogue.KnownItems;
import io.reprise.server.catalogue.KnownTests;
import io.reprise.server.catalogue.PruneRoute;
import io.reprise.server.catalogue.RecordingRoutes;
import io.reprise.server.catalogue.RuleTrialRoute;
import io.reprise.server.catalogue.RunRoutes;
import io.reprise.server.catalogue.TestRoutes;
import io.reprise.server.comparison.Comparison;
import io.reprise.server.control.ControlApi;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.OpenApiRoute;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.route.DiffRoutes;
import io.reprise.server.control.route.HealthRoute;
import io.reprise.server.control.route.McpRoute;
import io.reprise.server.control.route.MemoryJson;
import io.reprise.server.control.route.MetricsRoute;
import io.reprise.server.control.route.MissRoutes;
import io.reprise.server.control.route.PageRoutes;
import io.reprise.server.control.route.ReportRoutes;
import io.reprise.server.control.route.StoreJson;
import io.reprise.server.control.route.ViewRoutes;
import io.reprise.server.control.rule.RuleRoutes;
import io.reprise.server.live.EventStreams;
import io.reprise.server.live.RequestsRoutes;
import io.reprise.server.lookup.StoreDirectory;
import io.reprise.server.mcp.McpServer;
import io.reprise.server.mcp.Tools;
import io.reprise.server.mcp.tool.Changes;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.metrics.Metrics;
import io.reprise.server.outcome.Report;
import io.reprise.server.run.TestLocks;
import io.reprise.server.upstream.Upstream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Puts the control API together. */
final class ControlAssembly {
    private final SharedParts shared;
    private final RuleRoutes ruleRoutes;
    private final EventStreams events;
    private final Catalogue catalogue;
    private final FindingsRoute findings;
    private Store.Watch follow = () -> {};
    private final TestLocks locks;

    ControlAssembly(SharedParts shared) {
        this.shared = shared;
        ruleRoutes = new RuleRoutes(shared.faultRules, shared.paces, InstantSource.system());
        findings = new FindingsRoute(shared.store, shared.rules, shared.redaction);
        catalogue = new Catalogue(shared.scan, shared.settings.cache().prices());
        events = new EventStreams(shared.journal, this::state);
        locks = new TestLocks(shared.store.directory());
    }

    ControlApi api() {
        return new ControlApi(new ControlRoutes(routes()), shared.redaction.words());
    }

    private List<RouteGroup> routes() {
        KnownTests known = new KnownTests(
                new KnownTests.Turns(shared.occurrences, shared.handedOut),
                shared.faultRules,
                shared.paces,
                shared.journal.used(),
                shared.journal.tests(),
                shared.store.others());
        follow = known.followOthers();
        PruneRoute prune = new PruneRoute(catalogue, shared.rules, shared.journal.used());
        TestRoutes tests = new TestRoutes(catalogue, known);
        Optional<Changes> changes = shared.settings.listening().access().mayAgentsWrite()
                ? Optional.of(new AgentChanges(
                        prune,
                        tests,
                        shared.settings.mode(),
                        !shared.settings.upstreams().isEmpty()))
                : Optional.empty();
        StoreDirectory directory = new StoreDirectory(shared.store.directory());
        return List.of(
                new PageRoutes(),
                new HealthRoute(
                        shared.settings.mode(),
                        shared.settings.upstreams().size(),
                        directory,
                        () -> MemoryJson.of(shared.memory.budget(), shared.memory.files(), shared.recordings.bytes()),
                        this::store),
                new RecordingRoutes(catalogue, shared.journal.used()),
                prune,
                new ViewRoutes(shared.store, shared.settings.cache().prices(), shared.journal.mask()::of),
                new DiffRoutes(new Comparison(shared.store, shared.rules, shared.journal.mask(), Comparison.LONGEST)),
                new ReportRoutes(this::reportSinceReset, shared.journal::reset),
                new MissRoutes(shared.missLog),
                new RequestsRoutes(shared.journal, events),
                new MetricsRoute(metrics(directory)),
                new McpRoute(new McpServer(new Tools(tools(changes)))),
                tests,
                new RunRoutes(
                        shared.runs,
                        known,
                        shared.store,
                        new RunRoutes.Defaults(
                                shared.settings.mode(),
                                !shared.settings.upstreams().isEmpty(),
                                !shared.settings.upstreams().stream().allMatch(Upstream::isHere),
                                shared.settings.cache().prices()),
                        locks),
                ruleRoutes,
                new OpenApiRoute(),
                findings,
                new RuleTrialRoute(shared.store, shared.rules, shared.missLog));
    }

    private Optional<Json> store() {
        return shared.store.directory().isPresent()
                ? Optional.empty()
                : Optional.of(StoreJson.of(shared.watch.away(), shared.watch.spooled(), shared.journal.mask()));
    }

    private Metrics metrics(StoreDirectory directory) {
        return new Metrics(new Metrics.Counted(
                shared.journal.measurements(),
                shared.missLog,
                new Metrics.Streams(shared.runningStreams::count, events::count),
                new Metrics.Kept(
                        () -> shared.scan.index().coverage().recordings(), directory, shared.watch, shared.failed),
                () -> shared.journal
                        .report(
                                List.of(),
                                List.of(),
                                shared.settings.cache().prices().asOf())
                        .saved()));
    }

    private ToolSources tools(Optional<Changes> changes) {
        return new ToolSources(
                new ToolSources.Recorded(shared.store, shared.rules, new KnownItems(catalogue, shared.journal.used())),
                (request, test) -> shared.explainer
                        .explain(shared.rules.question(request, test), Miss.Reason.NOT_RECORDED)
                        .toJson(),
                Optional.of(new ToolSources.Running(
                        shared.missLog::latest, shared.missLog::missed, shared.journal.used(), changes)),
                shared.settings.cache().prices(),
                shared.journal.mask());
    }

    /** What the page shows at all times. */
    private Json state() {
        JsonObjectBuilder members = new JsonObjectBuilder();
        ruleRoutes.state().members().forEach(member -> members.with(member.name(), member.value()));
        return members.with("recordings", shared.scan.index().coverage().recordings())
                .done();
    }

    private Report reportSinceReset() {
        return shared.journal.reportSinceReset(
                shared.missLog.latest(),
                shared.failed.listed(),
                shared.settings.cache().prices().asOf());
    }

    EventStreams events() {
        return events;
    }

    /** Ends what is read in the background for lists, gives back the locks of tests, and hears of other servers no more. */
    void close() {
        locks.close();
        follow.close();
        findings.close();
        catalogue.close();
    }
}
