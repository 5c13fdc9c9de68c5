package io.reprise.server;

import io.reprise.core.content.DecodingLimits;
import io.reprise.server.access.AccessControl;
import io.reprise.server.client.UpstreamClient;
import io.reprise.server.control.ControlApi;
import io.reprise.server.forward.Forwarder;
import io.reprise.server.forward.SocketOpener;
import io.reprise.server.http.HttpListener;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.network.EventLoop;
import io.reprise.server.replay.DeadlineScheduler;
import io.reprise.server.replay.FaultInjector;
import io.reprise.server.replay.IdRewriter;
import io.reprise.server.replay.OpenAnswers;
import io.reprise.server.replay.Player;
import io.reprise.server.replay.Replayer;
import io.reprise.server.routing.RequestCache;
import io.reprise.server.socket.ClientSockets;
import io.reprise.server.socket.ConversationIds;
import io.reprise.server.socket.ConversationMisses;
import io.reprise.server.socket.SocketForwarder;
import io.reprise.server.socket.SocketReplayer;
import io.vertx.core.Vertx;

/** Puts together what each event loop has of its own. */
final class LoopAssembly {
    private final SharedParts shared;
    private final ControlApi control;
    private final AccessControl access;
    private final MissResponder misses;
    private final ClientSockets clientSockets;

    LoopAssembly(SharedParts shared, ControlApi control) {
        this.shared = shared;
        this.control = control;
        misses = new MissResponder(shared.explainer, shared.missLog, shared.missingKeys);
        clientSockets = new ClientSockets(
                Math.min(
                        shared.settings.listening().limits().requestBody(),
                        shared.memory.budget().largestMessage()),
                shared.settings.listening().timeouts().sockets());
        access = new AccessControl(
                shared.settings.listening().host(), shared.settings.listening().access());
    }

    /** What one event loop has of its own. */
    record LoopParts(HttpListener listener, OpenAnswers openAnswers, EventLoop loop) {}

    /** To be called on the event loop. */
    LoopParts forLoop(Vertx vertx, EventLoop loop) {
        DeadlineScheduler scheduler =
                new DeadlineScheduler(loop, shared.journal.measurements().lateness());
        OpenAnswers openAnswers = new OpenAnswers();
        FaultInjector faultInjector =
                new FaultInjector(scheduler, shared.runningStreams, openAnswers, shared.occurrences, shared.journal);
        Player player = new Player(scheduler, shared.runningStreams, openAnswers);
        shared.known.serve(loop, player);
        Replayer replayer =
                new Replayer(shared.paces, shared.occurrences, player, faultInjector, new IdRewriter(shared.handedOut));
        UpstreamClient client = new UpstreamClient(vertx);
        Forwarder forwarder =
                new Forwarder(client, shared.upstreams, shared.keeper, shared.journal, bounds(), shared.relay());
        PlanExecutor executor =
                new PlanExecutor(replayer, forwarder, faultInjector, misses, shared.failed, shared.known);
        ModelLists modelLists = new ModelLists(
                new ModelListSources(
                        new ModelListSources.Asking(shared.upstreams, shared.missingKeys),
                        shared.planner,
                        client,
                        shared.keeper,
                        DecodingLimits.of(shared.settings.listening().limits().recording())),
                misses,
                faultInjector);
        long cached = shared.memory.budget().requestCacheLimit()
                / Runtime.getRuntime().availableProcessors();
        CallHandler handler = new CallHandler(
                new CallHandler.Former(new RequestCache(cached), shared.largeRequests),
                new CallHandler.Defaults(
                        shared.rules,
                        new CallHandler.Ids(
                                shared.handedOut,
                                shared.settings.cache().ids() == CacheSettings.Ids.FRESH,
                                shared.inFlight),
                        shared.faultRules,
                        shared.modes,
                        shared.upstreams),
                control,
                new Dispatcher(
                        new Dispatcher.Sources(shared.recordings, shared.away, shared.missingKeys),
                        shared.planner,
                        modelLists,
                        forwarder,
                        new Executors(executor, socketExecutor(scheduler, client, faultInjector))),
                shared.journal);
        HttpListener listener =
                new HttpListener(loop, shared.journal, shared.settings.listening(), access, shared.relayed(handler));
        return new LoopParts(listener, openAnswers, loop);
    }

    private Forwarder.Bounds bounds() {
        return new Forwarder.Bounds(
                shared.memory,
                shared.settings.keeping().readOn(),
                shared.settings.listening().timeouts().sockets());
    }

    private SocketExecutor socketExecutor(
            DeadlineScheduler scheduler, UpstreamClient client, FaultInjector faultInjector) {
        SocketForwarder forwarder = new SocketForwarder(
                new SocketOpener(client, shared.upstreams, shared.keeper, shared.journal, bounds()),
                clientSockets,
                shared.keeper,
                shared.conversations,
                shared.settings.listening().limits().recording());
        ConversationMisses socketMisses =
                new ConversationMisses(shared.explainer, shared.missLog, clientSockets, shared.missingKeys::why);
        SocketReplayer replayer = new SocketReplayer(
                new SocketReplayer.Tools(
                        clientSockets, scheduler, socketMisses, forwarder, shared.conversations, shared.journal.used()),
                shared.rules,
                shared.paces,
                shared.occurrences,
                new ConversationIds(shared.handedOut, shared.settings.cache().ids()));
        return new SocketExecutor(
                replayer,
                forwarder,
                socketMisses,
                faultInjector,
                new SocketExecutor.Asking(shared.modes, shared.missingKeys));
    }
}
