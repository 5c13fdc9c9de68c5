package io.reprise.server;

import io.reprise.server.LoopAssembly.LoopParts;
import io.reprise.server.forward.InFlightRequests;
import io.reprise.server.live.EventStreams;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.Report;
import io.reprise.server.report.Journal;
import io.reprise.server.shared.AnswerMemory;
import io.reprise.server.socket.RunningConversations;
import io.reprise.server.spool.StoreWatch;
import io.reprise.server.watch.DirectoryWatch;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/** Puts a server together: what all event loops share, and what each has of its own. */
final class ServerAssembly {
    private final SharedParts shared;
    private final ControlAssembly control;
    private final LoopAssembly ofLoops;

    /** @param workers for what takes long */
    ServerAssembly(ServerSettings settings, ServerParts parts, Executor workers) {
        shared = new SharedParts(settings, parts, workers);
        control = new ControlAssembly(shared);
        ofLoops = new LoopAssembly(shared, control.api());
    }

    /** To be called on the event loop. */
    LoopParts forLoop(Vertx vertx, EventLoop loop) {
        return ofLoops.forLoop(vertx, loop);
    }

    /** Tells other servers of the store where this one is. */
    void listensAt(int port) {
        shared.relay()
                .ifPresent(relay -> relay.listensAt(shared.settings.listening().endpoint(), port));
    }

    RunningConversations conversations() {
        return shared.conversations;
    }

    Report report() {
        return shared.report();
    }

    /** What all event loops together have under way. */
    Unfinished unfinished(List<LoopParts> loops) {
        return new Unfinished(
                sum(loops, own -> own.loop().requests()),
                sum(loops, own -> own.loop().work()),
                sum(loops, own -> own.loop().timers()),
                shared.inFlight.count(),
                shared.occurrences.open(),
                shared.conversations.count(),
                shared.runningStreams.count()
                        + sum(loops, own -> own.openAnswers().count()));
    }

    private static int sum(List<LoopParts> loops, ToIntFunction<LoopParts> count) {
        return loops.stream().mapToInt(count).sum();
    }

    StoreScan scan() {
        return shared.scan;
    }

    Journal journal() {
        return shared.journal;
    }

    InFlightRequests inFlight() {
        return shared.inFlight;
    }

    AnswerMemory memory() {
        return shared.memory;
    }

    /** Ends what is read in the background for lists. */
    void closeLists() {
        control.close();
    }

    EventStreams events() {
        return control.events();
    }

    StoreWatch watch() {
        return shared.watch;
    }

    DirectoryWatch directories() {
        return shared.directories;
    }

    FailedRecordings failed() {
        return shared.failed;
    }
}
