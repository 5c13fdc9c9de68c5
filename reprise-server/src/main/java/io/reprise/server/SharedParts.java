package io.reprise.server;

import io.reprise.core.explain.MissExplainer;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.Paces;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.forward.AnswerKeeper;
import io.reprise.server.forward.InFlightRequests;
import io.reprise.server.forward.RelaySettings;
import io.reprise.server.lookup.RecordingCache;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.SpillFiles;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.Report;
import io.reprise.server.recording.Recorder;
import io.reprise.server.relay.OwnAddress;
import io.reprise.server.relay.RelayHandler;
import io.reprise.server.replay.RunningStreams;
import io.reprise.server.report.Journal;
import io.reprise.server.report.TelemetryProvider;
import io.reprise.server.request.RequestHandler;
import io.reprise.server.routing.LargeRequests;
import io.reprise.server.run.TestRuns;
import io.reprise.server.shared.AnswerMemory;
import io.reprise.server.socket.RunningConversations;
import io.reprise.server.spool.Spool;
import io.reprise.server.spool.SpoolSettings;
import io.reprise.server.spool.StoreWatch;
import io.reprise.server.upstream.MissingKeys;
import io.reprise.server.upstream.Upstreams;
import io.reprise.server.watch.DirectoryWatch;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What all event loops of a server share. */
final class SharedParts {
    final ServerSettings settings;
    final Store store;
    final Redaction redaction;
    final AnswerMemory memory;
    final KeyRules rules;
    final StoreScan scan;
    final Journal journal;
    final FailedRecordings failed;
    final MissLog missLog = new MissLog();
    final TestRuns runs = new TestRuns(missLog::miss);
    final HandedOutIds handedOut = new HandedOutIds();
    final InFlightRequests inFlight;
    final Occurrences occurrences;
    final FaultRules faultRules;
    final Paces paces;
    final Upstreams upstreams;
    final CallHandler.Modes modes;
    final MissingKeys missingKeys;
    final Planner planner;
    final DirectoryWatch directories;
    final RecordingCache recordings;
    final LargeRequests largeRequests;
    final KnownReplays known;
    final MissExplainer explainer;
    final AnswerKeeper keeper;
    final StoreWatch watch;
    final AwayStore away;
    final RunningStreams runningStreams = new RunningStreams();
    final RunningConversations conversations = new RunningConversations();
    private final Optional<RelaySettings> relay;

    /** @param workers for what takes long */
    SharedParts(ServerSettings settings, ServerParts parts, Executor workers) {
        this.settings = settings;
        this.store = parts.store();
        memory = new AnswerMemory(
                new MemoryBudget(parts.host().memory().limit()),
                new SpillFiles(parts.host().memory().directory()),
                workers,
                settings.listening().limits().recording());
        redaction = parts.redaction().known().isPresent()
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
                settings.replaying().repeat(),
                settings.keeping().asking().sharing(),
                memory.budget().mostQuestions(Occurrences.BYTES_EACH));
        faultRules = new FaultRules(settings.replaying().faults());
        paces = new Paces(settings.replaying().pace(), settings.replaying().paces());
        upstreams = new Upstreams(settings.upstreams());
        modes = new CallHandler.Modes(settings.mode(), runs);
        missingKeys = new MissingKeys(upstreams, modes::of);
        AgeCheck ages = new AgeCheck(settings.keeping().ages(), parts.host()::today, upstreams, journal.ages());
        planner = new Planner(occurrences, settings.keeping().asking(), journal.used(), ages, settings.mode());
        directories = new DirectoryWatch(store);
        recordings = new RecordingCache(
                workers,
                directories,
                question -> upstreams.ofModel(question.parsed().model()),
                scan,
                settings.cache().atMost(memory.budget().recordingCacheLimit()));
        largeRequests = new LargeRequests(memory.budget().largeRequestsLimit());
        known = new KnownReplays(
                new KnownReplays.State(runs, inFlight, handedOut, faultRules, paces, failed),
                recordings,
                planner,
                journal,
                settings.mode());
        explainer =
                new MissExplainer(scan.index(), rules, store::at, parts.log().recordCommand(), mask);
        Optional<Spool> spool = parts.spool().flatMap(where -> spool(where, parts.host()));
        watch = new StoreWatch(new StoreWatch.Parts(
                store,
                spool,
                new RecordingKeeper(store, settings.keeping().ages().dating()),
                this::delivered,
                journal::say,
                AwayStore.meaning(settings, spool.isPresent())));
        away = new AwayStore(settings, spool, watch, workers);
        Recorder recorder = new Recorder(
                new Recorder.Keeping(
                        new RecordingKeeper(
                                store, handedOut, settings.keeping().ages().dating(), parts.host()::today),
                        spool,
                        watch::noteAway),
                redaction,
                scan,
                settings.keeping(),
                journal.used());
        keeper = new AnswerKeeper(recorder, failed, recordings, inFlight, occurrences);
        relay = store.others()
                .map(others -> RelaySettings.of(
                        others,
                        new OwnAddress(),
                        settings.listening().endpoint().others().authorities(),
                        journal));
    }

    /** How calls are shared with the other servers of the store; empty if there can be none. */
    Optional<RelaySettings> relay() {
        return relay;
    }

    /** What takes what other servers ask, and hands all else on. */
    RequestHandler relayed(RequestHandler handler) {
        return relay.<RequestHandler>map(known -> new RelayHandler(known.address(), inFlight::offered, handler))
                .orElse(handler);
    }

    private static Optional<ParsedExchange> recorded(Store store, String location) {
        return store.at(location)
                .map(entry -> ParsedExchange.of(
                        entry.question().parsed(), entry.recording().exchange().response()));
    }

    /** Empty, and it is said why, if nothing can wait there. */
    private Optional<Spool> spool(SpoolSettings where, ServerParts.Host host) {
        try {
            return Optional.of(Spool.open(where, rules, handedOut, host::today));
        } catch (StoreException unusable) {
            journal.say("answers cannot wait on local disk: " + unusable.getMessage());
            return Optional.empty();
        }
    }

    /** What has waited on local disk is found from now on. */
    private void delivered(Store.Entry entry) {
        journal.used().note(entry);
        recordings.forget(entry.question().key());
        scan.take(entry);
    }

    Report report() {
        return journal.report(
                missLog.latest(), failed.listed(), settings.cache().prices().asOf());
    }
}
