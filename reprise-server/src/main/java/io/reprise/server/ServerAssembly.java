package io.reprise.server;

import io.reprise.core.content.DecodingLimits;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissExplainer;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.Paces;
import io.reprise.core.store.Store;
import io.reprise.server.access.AccessControl;
import io.reprise.server.catalogue.Catalogue;
import io.reprise.server.catalogue.FindingsRoute;
import io.reprise.server.catalogue.KnownItems;
import io.reprise.server.catalogue.KnownTests;
import io.reprise.server.catalogue.PruneRoute;
import io.reprise.server.catalogue.RecordingRoutes;
import io.reprise.server.catalogue.RuleTrialRoute;
import io.reprise.server.catalogue.RunRoutes;
import io.reprise.server.catalogue.TestRoutes;
import io.reprise.server.client.UpstreamClient;
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
import io.reprise.server.control.route.ViewRoutes;
import io.reprise.server.control.rule.RuleRoutes;
import io.reprise.server.forward.AnswerKeeper;
import io.reprise.server.forward.Forwarder;
import io.reprise.server.forward.InFlightRequests;
import io.reprise.server.forward.SocketOpener;
import io.reprise.server.http.HttpListener;
import io.reprise.server.live.EventStreams;
import io.reprise.server.live.RequestsRoutes;
import io.reprise.server.lookup.RecordingCache;
import io.reprise.server.lookup.StoreDirectory;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.mcp.McpServer;
import io.reprise.server.mcp.Tools;
import io.reprise.server.mcp.tool.Changes;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.SpillFiles;
import io.reprise.server.metrics.Metrics;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.Report;
import io.reprise.server.recording.Recorder;
import io.reprise.server.replay.DeadlineScheduler;
import io.reprise.server.replay.FaultInjector;
import io.reprise.server.replay.IdRewriter;
import io.reprise.server.replay.OpenAnswers;
import io.reprise.server.replay.Player;
import io.reprise.server.replay.Replayer;
import io.reprise.server.replay.RunningStreams;
import io.reprise.server.report.Journal;
import io.reprise.server.report.TelemetryProvider;
import io.reprise.server.routing.RequestCache;
import io.reprise.server.run.TestRuns;
import io.reprise.server.shared.AnswerMemory;
import io.reprise.server.socket.ClientSockets;
import io.reprise.server.socket.ConversationIds;
import io.reprise.server.socket.ConversationMisses;
import io.reprise.server.socket.RunningConversations;
import io.reprise.server.socket.SocketForwarder;
import io.reprise.server.socket.SocketReplayer;
import io.reprise.server.upstream.Upstreams;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/** Puts a server together: what all event loops share, and what each has of its own. */
final class ServerAssembly {
    private final ServerSettings settings;
    private final StoreScan scan;
    private final Journal journal;
    private final Occurrences occurrences;
    private final Planner planner;
    private final FaultRules faultRules;
    private final Paces paces;
    private final RecordingCache recordings;
    private final Upstreams upstreams;
    private final HandedOutIds handedOut = new HandedOutIds();
    private final InFlightRequests inFlight;
    private final KeyRules rules;
    private final FailedRecordings failed;
    private final MissLog missLog = new MissLog();
    private final TestRuns runs = new TestRuns(missLog::miss);
    private final RunningStreams runningStreams = new RunningStreams();
    private final MissResponder misses;
    private final MissExplainer explainer;
    private final ClientSockets clientSockets;
    private final RunningConversations conversations = new RunningConversations();
    private final AnswerKeeper keeper;
    private final RuleRoutes ruleRoutes;
    private final EventStreams events;
    private final Catalogue catalogue;
    private final FindingsRoute findings;
    private final ControlApi control;
    private final AccessControl access;
    private final AnswerMemory memory;

    /** @param workers for what takes long */
    ServerAssembly(ServerSettings settings, ServerParts parts, Executor workers) {
        this.settings = settings;
        Store store = parts.store();
        memory = new AnswerMemory(
                new MemoryBudget(parts.host().memory().limit()),
                new SpillFiles(parts.host().memory().directory()),
                workers,
                settings.listening().limits().recording());
        Redaction redaction = parts.redaction().known().isPresent()
                ? parts.redaction()
                : parts.redaction().knowing(new KnownCredentials());
        CredentialMask mask = redaction.words();
        rules = parts.rules().withMask(redaction::mask);
        scan = new StoreScan(store, rules);
        journal = new Journal(
                parts.log().out(),
                parts.log().detail(),
                parts.log().format(),
                mask,
                say -> parts.host()
                        .telemetry()
                        .open(new TelemetryProvider.Server(mask, say, at -> recorded(store, at))));
        failed = new FailedRecordings(mask);
        inFlight = new InFlightRequests(settings.keeping().asking().sharing());
        occurrences = new Occurrences(
                settings.replaying().repeat(), settings.keeping().asking().sharing());
        faultRules = new FaultRules(settings.replaying().faults());
        paces = new Paces(settings.replaying().pace(), settings.replaying().paces());
        upstreams = new Upstreams(settings.upstreams());
        AgeCheck ages = new AgeCheck(settings.keeping().ages(), parts.host()::today, upstreams, journal.ages());
        planner = new Planner(occurrences, settings.keeping().asking(), journal.used(), ages, settings.mode());
        recordings = new RecordingCache(
                workers,
                store,
                question -> upstreams.ofModel(question.parsed().model()),
                scan,
                settings.cache().atMost(memory.budget().recordingCacheLimit()));
        explainer =
                new MissExplainer(scan.index(), rules, store::at, parts.log().recordCommand(), mask);
        misses = new MissResponder(explainer, missLog);
        clientSockets = new ClientSockets(
                Math.min(
                        settings.listening().limits().requestBody(),
                        memory.budget().largestMessage()),
                settings.listening().timeouts().sockets());
        Recorder recorder = new Recorder(
                new RecordingKeeper(store, handedOut, settings.keeping().ages().dating(), parts.host()::today),
                redaction,
                scan,
                settings.keeping(),
                journal.used());
        keeper = new AnswerKeeper(recorder, failed, recordings, inFlight, occurrences);
        access = new AccessControl(
                settings.listening().host(), settings.listening().access());
        ruleRoutes = new RuleRoutes(faultRules, paces, InstantSource.system());
        findings = new FindingsRoute(store, rules, redaction);
        catalogue = new Catalogue(scan, settings.cache().prices());
        events = new EventStreams(journal, this::state);
        control = new ControlApi(new ControlRoutes(routes(store)), mask);
    }

    private static Optional<ParsedExchange> recorded(Store store, String location) {
        return store.at(location)
                .map(entry -> ParsedExchange.of(
                        entry.question().parsed(), entry.recording().exchange().response()));
    }

    private List<RouteGroup> routes(Store store) {
        KnownTests known = new KnownTests(
                new KnownTests.Turns(occurrences, handedOut), faultRules, paces, journal.used(), journal.tests());
        PruneRoute prune = new PruneRoute(catalogue, rules, journal.used());
        TestRoutes tests = new TestRoutes(catalogue, known);
        Optional<Changes> changes = settings.listening().access().mayAgentsWrite()
                ? Optional.of(new AgentChanges(
                        prune, tests, settings.mode(), !settings.upstreams().isEmpty()))
                : Optional.empty();
        StoreDirectory directory = new StoreDirectory(store.directory());
        return List.of(
                new PageRoutes(),
                new HealthRoute(
                        settings.mode(),
                        settings.upstreams().size(),
                        directory,
                        () -> MemoryJson.of(memory.budget(), memory.files(), recordings.bytes())),
                new RecordingRoutes(catalogue, journal.used()),
                prune,
                new ViewRoutes(store, settings.cache().prices(), journal.mask()::of),
                new DiffRoutes(new Comparison(store, rules, journal.mask(), Comparison.LONGEST)),
                new ReportRoutes(this::reportSinceReset, journal::reset),
                new MissRoutes(missLog),
                new RequestsRoutes(journal, events),
                new MetricsRoute(new Metrics(new Metrics.Counted(
                        journal.measurements(),
                        missLog,
                        new Metrics.Streams(runningStreams::count, events::count),
                        new Metrics.Kept(() -> scan.index().coverage().recordings(), directory, failed),
                        () -> journal.report(
                                        List.of(),
                                        List.of(),
                                        settings.cache().prices().asOf())
                                .saved()))),
                new McpRoute(new McpServer(new Tools(new ToolSources(
                        new ToolSources.Recorded(store, rules, new KnownItems(catalogue, journal.used())),
                        (request, test) -> explainer
                                .explain(rules.question(request, test), Miss.Reason.NOT_RECORDED)
                                .toJson(),
                        Optional.of(new ToolSources.Running(missLog::latest, missLog::missed, journal.used(), changes)),
                        settings.cache().prices(),
                        journal.mask())))),
                tests,
                new RunRoutes(
                        runs,
                        known,
                        store,
                        new RunRoutes.Defaults(
                                settings.mode(),
                                !settings.upstreams().isEmpty(),
                                settings.cache().prices().asOf())),
                ruleRoutes,
                new OpenApiRoute(),
                findings,
                new RuleTrialRoute(store, rules, missLog));
    }

    /** What the page shows at all times. */
    private Json state() {
        JsonObjectBuilder members = new JsonObjectBuilder();
        ruleRoutes.state().members().forEach(member -> members.with(member.name(), member.value()));
        return members.with("recordings", scan.index().coverage().recordings()).done();
    }

    /** What one event loop has of its own. */
    record LoopParts(HttpListener listener, OpenAnswers openAnswers, EventLoop loop) {}

    /** To be called on the event loop. */
    LoopParts forLoop(Vertx vertx, EventLoop loop) {
        DeadlineScheduler scheduler =
                new DeadlineScheduler(loop, journal.measurements().lateness());
        OpenAnswers openAnswers = new OpenAnswers();
        FaultInjector faultInjector = new FaultInjector(scheduler, runningStreams, openAnswers, occurrences, journal);
        Replayer replayer = new Replayer(
                paces,
                occurrences,
                new Player(scheduler, runningStreams, openAnswers),
                faultInjector,
                new IdRewriter(handedOut));
        UpstreamClient client = new UpstreamClient(vertx);
        Forwarder forwarder = new Forwarder(client, upstreams, keeper, journal, bounds());
        PlanExecutor executor = new PlanExecutor(replayer, forwarder, faultInjector, misses, failed);
        ModelLists modelLists = new ModelLists(
                new ModelListSources(
                        upstreams,
                        planner,
                        client,
                        keeper,
                        DecodingLimits.of(settings.listening().limits().recording())),
                misses,
                faultInjector);
        long cached = memory.budget().requestCacheLimit() / Runtime.getRuntime().availableProcessors();
        CallHandler handler = new CallHandler(
                new RequestCache(cached),
                new CallHandler.Defaults(
                        rules, new CallHandler.Ids(handedOut, inFlight), faultRules, modes(), upstreams),
                control,
                new Dispatcher(
                        recordings,
                        planner,
                        modelLists,
                        forwarder,
                        new Executors(executor, socketExecutor(scheduler, client, faultInjector))),
                journal);
        HttpListener listener = new HttpListener(loop, journal, settings.listening(), access, handler);
        return new LoopParts(listener, openAnswers, loop);
    }

    private CallHandler.Modes modes() {
        return new CallHandler.Modes(settings.mode(), runs);
    }

    private Forwarder.Bounds bounds() {
        return new Forwarder.Bounds(
                memory,
                settings.keeping().readOn(),
                settings.listening().timeouts().sockets());
    }

    private SocketExecutor socketExecutor(
            DeadlineScheduler scheduler, UpstreamClient client, FaultInjector faultInjector) {
        SocketForwarder forwarder = new SocketForwarder(
                new SocketOpener(client, upstreams, keeper, journal, bounds()),
                clientSockets,
                keeper,
                conversations,
                settings.listening().limits().recording());
        ConversationMisses socketMisses = new ConversationMisses(explainer, missLog, clientSockets);
        SocketReplayer replayer = new SocketReplayer(
                new SocketReplayer.Tools(
                        clientSockets, scheduler, socketMisses, forwarder, conversations, journal.used()),
                rules,
                paces,
                occurrences,
                new ConversationIds(handedOut, settings.cache().ids()));
        return new SocketExecutor(replayer, forwarder, socketMisses, faultInjector, modes());
    }

    RunningConversations conversations() {
        return conversations;
    }

    Report report() {
        return journal.report(
                missLog.latest(), failed.listed(), settings.cache().prices().asOf());
    }

    private Report reportSinceReset() {
        return journal.reportSinceReset(
                missLog.latest(), failed.listed(), settings.cache().prices().asOf());
    }

    /** What all event loops together have under way. */
    Unfinished unfinished(List<LoopParts> loops) {
        return new Unfinished(
                sum(loops, own -> own.loop().requests()),
                sum(loops, own -> own.loop().work()),
                sum(loops, own -> own.loop().timers()),
                inFlight.count(),
                occurrences.open(),
                conversations.count(),
                runningStreams.count() + sum(loops, own -> own.openAnswers().count()));
    }

    private static int sum(List<LoopParts> loops, ToIntFunction<LoopParts> count) {
        return loops.stream().mapToInt(count).sum();
    }

    StoreScan scan() {
        return scan;
    }

    Journal journal() {
        return journal;
    }

    InFlightRequests inFlight() {
        return inFlight;
    }

    AnswerMemory memory() {
        return memory;
    }

    /** Ends what is read in the background for lists. */
    void closeLists() {
        findings.close();
        catalogue.close();
    }

    EventStreams events() {
        return events;
    }

    FailedRecordings failed() {
        return failed;
    }
}
