package io.reprise.server;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.ids.RequestIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.fault.Faults;
import io.reprise.server.control.ControlApi;
import io.reprise.server.forward.InFlightRequests;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.Journal;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.request.IncomingRequest;
import io.reprise.server.request.RequestHandler;
import io.reprise.server.request.RequestScope;
import io.reprise.server.routing.Call;
import io.reprise.server.routing.LargeRequests;
import io.reprise.server.routing.RequestCache;
import io.reprise.server.routing.RequestRouting;
import io.reprise.server.routing.RoutedQuestion;
import io.reprise.server.routing.RoutedRequest;
import io.reprise.server.run.TestRun;
import io.reprise.server.run.TestRuns;
import io.reprise.server.upstream.Upstreams;
import io.reprise.server.websocket.Handshake;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out which question a request asks, and hands it on. One for each event loop. */
final class CallHandler implements RequestHandler {
    /** Bodies above this size, in bytes, are not parsed on the event loop; nor are those that must be decoded. */
    private static final int LARGE = RequestCache.LARGEST;

    /** The names of directories, log lines and reports have the test id. */
    private static final String CREDENTIAL_AS_TEST =
            "the test id of this request seems to be a credential, or to contain one, and so is not used as a name;"
                    + " name the test by other words, in the header X-Reprise-Test or the path prefix /t/<test>/";

    /** The mode of the server, and of runs of tests. */
    record Modes(Mode usual, TestRuns runs) {
        Mode of(Call call) {
            return call.overrides()
                    .mode()
                    .or(() -> call.scope().run().flatMap(TestRun::mode))
                    .orElse(usual);
        }
    }

    /**
     * Where the ids of earlier answers are known, and which answers are about to tell some.
     *
     * @param areFresh whether each replay has ids of its own
     */
    record Ids(HandedOutIds handedOut, boolean areFresh, InFlightRequests inFlight) {
        /** The values of the request that an answer may have that is about to be kept. */
        private Set<String> toldSoon(Question question) {
            return inFlight.hasOther(question)
                    ? RequestIds.likelyIn(question.request(), question.parsed().model())
                    : Set.of();
        }
    }

    /** What decides which question a request asks, and how it is answered where it does not say so itself. */
    record Defaults(KeyRules keyRules, Ids ids, FaultRules faultRules, Modes modes, Upstreams upstreams) {
        private RoutedQuestion question(RoutedRequest routed) {
            return RoutedQuestion.of(routed, keyRules);
        }

        /** As it is now, since ids are handed out all the time. */
        private RoutedQuestion translated(RoutedQuestion asked) {
            return ids.areFresh()
                    ? asked.translatedWithSentIds(ids.handedOut(), keyRules)
                    : asked.translated(ids.handedOut(), keyRules);
        }
    }

    /** What came before. */
    record Former(RequestCache small, LargeRequests large) {}

    private final Former former;
    private final Defaults defaults;
    private final AnswerLinks links;
    private final ControlApi control;
    private final Dispatcher dispatcher;
    private final Journal journal;

    CallHandler(Former former, Defaults defaults, ControlApi control, Dispatcher dispatcher, Journal journal) {
        this.former = former;
        this.defaults = defaults;
        this.links = new AnswerLinks(defaults.upstreams());
        this.control = control;
        this.dispatcher = dispatcher;
        this.journal = journal;
    }

    @Override
    public @Nullable Bytes formerBody(long size) {
        return former.large().latestBody(size);
    }

    @Override
    public void handle(IncomingRequest incoming, RequestScope scope) {
        RoutedQuestion known = former.small().get(incoming);
        if (known != null
                && defaults.modes().runs().boundTo(known.routed().test()).isEmpty()) {
            joinRun(known.routed(), scope);
            awaitIds(known, scope);
            return;
        }
        noteCredentials(incoming);
        if (incoming.asksForWebSocket()) {
            Optional<Handshake.Refusal> wrong = Handshake.refusal(incoming.method(), incoming.headers());
            if (wrong.isPresent()) {
                refuse(wrong.get(), scope);
                return;
            }
        }
        RoutedRequest routed;
        try {
            routed = RequestRouting.read(incoming).withKnownUpstream(defaults.upstreams()::knownAs);
        } catch (IllegalArgumentException wrong) {
            scope.answerError(Verb.REFUSED, 400, String.valueOf(wrong.getMessage()), Retry.USELESS);
            return;
        }
        if (!routed.test().isNone() && !journal.mask().isClean(routed.test().name())) {
            scope.answerError(Verb.REFUSED, 400, CREDENTIAL_AS_TEST, Retry.USELESS);
            return;
        }
        if (!routed.prefix().isFromRoot() && control.isFor(routed.request())) {
            scope.giveBackMemory();
            control.answer(routed.request(), scope);
            return;
        }
        ask(incoming, routed, scope);
    }

    private void ask(IncomingRequest incoming, RoutedRequest named, RequestScope scope) {
        Optional<TestId> bound = defaults.modes().runs().boundTo(named.test());
        RoutedRequest routed = bound.map(named::of).orElse(named);
        joinRun(routed, scope);
        // a handshake has a key of its own, and an alias is of another test soon
        boolean mayComeAgain = routed.handshake().isEmpty() && !routed.isBound();
        if (incoming.body().size() > LARGE || ContentDecoder.isCoded(incoming.headers())) {
            Supplier<RoutedQuestion> read = () -> defaults.question(routed);
            scope.onWorker(
                    () -> mayComeAgain ? former.large().of(incoming, read) : read.get(),
                    asked -> awaitIds(asked, scope));
        } else {
            RoutedQuestion asked = defaults.question(routed);
            if (mayComeAgain) {
                former.small().put(incoming, asked);
            }
            awaitIds(asked, scope);
        }
    }

    private void joinRun(RoutedRequest routed, RequestScope scope) {
        defaults.modes().runs().of(routed.test()).ifPresent(scope::partOf);
    }

    /** Those of requests that came before are known. */
    private void noteCredentials(IncomingRequest incoming) {
        int mark = incoming.target().indexOf('?');
        journal.mask()
                .note(incoming.headers(), mark < 0 ? "" : incoming.target().substring(mark + 1));
    }

    private static void refuse(Handshake.Refusal wrong, RequestScope scope) {
        wrong.headers().fields().forEach(field -> scope.client().addHeader(field.name(), field.value()));
        scope.answerError(Verb.REFUSED, wrong.status(), wrong.reason(), Retry.USELESS);
    }

    /** An id that the client has seen in an answer is known as soon as that answer is kept. */
    private void awaitIds(RoutedQuestion asked, RequestScope scope) {
        Question question = asked.question();
        Set<String> ids = defaults.ids().toldSoon(question);
        if (ids.isEmpty()) {
            translate(asked, scope);
        } else {
            scope.onWorker(
                    () -> defaults.ids().inFlight().othersThatTold(question, ids),
                    kept -> scope.await(kept, all -> translate(asked, scope)));
        }
    }

    private void translate(RoutedQuestion asked, RequestScope scope) {
        if (asked.question().request().body().size() > LARGE) {
            scope.onWorker(() -> defaults.translated(asked), translated -> answer(Call.of(translated, scope)));
        } else {
            answer(Call.of(defaults.translated(asked), scope));
        }
    }

    private void answer(Call call) {
        links.leadBack(call);
        journal.explain(() -> "key " + call.question().key() + " of "
                + call.question().canonical().text());
        journal.explain(() -> "rules that apply: "
                + defaults.keyRules().applied(call.question().parsed()));
        Mode mode = defaults.modes().of(call);
        Faults faults = faults(call);
        dispatcher.dispatch(call, mode, faults);
    }

    /** What goes wrong on purpose with the answer to this request. Counts it. */
    private Faults faults(Call call) {
        Optional<FaultRule> own = call.overrides().fault();
        FaultRules rules = defaults.faultRules();
        return own.isEmpty() && rules.rules().isEmpty() ? Faults.NONE : rules.next(call.question(), call.model(), own);
    }
}
