package io.reprise.server;

import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Response;
import io.reprise.core.plan.AskingAgain;
import io.reprise.core.plan.Attempt;
import io.reprise.core.plan.Match;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Occurrences.Asker;
import io.reprise.core.plan.Plan;
import io.reprise.core.store.Store;
import io.reprise.server.client.UpstreamClient;
import io.reprise.server.client.UpstreamException;
import io.reprise.server.client.WholeBody;
import io.reprise.server.forward.AnswerKeeper;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.network.HeaderFields;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.ResponseAssembler;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import io.reprise.server.upstream.MissingKeys;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Gets the list of models of each upstream: from its recording, or from itself, as is planned for each. */
final class ModelListSources {
    private final Upstreams upstreams;
    private final Planner planner;
    private final UpstreamClient client;
    private final AnswerKeeper keeper;
    private final MissingKeys missingKeys;
    private final DecodingLimits limits;

    /**
     * One upstream's list, or why there is none.
     *
     * @param isAsked whether the upstream was asked
     * @param failed what a client is told where there is none
     */
    record Source(Optional<Response> list, Verb verb, String note, boolean isAsked, Failed failed) {
        private static final Failed USUAL = new Failed(502, Retry.USEFUL);

        /**
         * What a client is told if no upstream has a list.
         *
         * @param refused why none answers, where that was planned
         */
        record Failed(int status, Retry retry, Optional<Plan.Refuse> refused) {
            Failed(int status, Retry retry) {
                this(status, retry, Optional.empty());
            }
        }

        Source(Optional<Response> list, Verb verb, String note, boolean isAsked) {
            this(list, verb, note, isAsked, USUAL);
        }

        private Source passing(Optional<String> neverKept) {
            return neverKept.isPresent() && note.isEmpty()
                    ? new Source(list, verb, "not kept: rule never-keep '" + neverKept.get() + "'", isAsked, failed)
                    : this;
        }

        private static Source recorded(Store.Entry entry) {
            return new Source(Optional.of(entry.recording().exchange().response()), Verb.REPLAYED, "", false);
        }
    }

    /** Which upstreams there are, and which of them cannot be asked. */
    record Asking(Upstreams upstreams, MissingKeys missingKeys) {}

    /** @param limits of a list, as it comes and decoded */
    ModelListSources(
            Asking asking, Planner planner, UpstreamClient client, AnswerKeeper keeper, DecodingLimits limits) {
        this.upstreams = asking.upstreams();
        this.missingKeys = asking.missingKeys();
        this.planner = planner;
        this.client = client;
        this.keeper = keeper;
        this.limits = limits;
    }

    /** How many upstreams have a part in the answer. */
    int count(Mode mode, FoundRecordings found) {
        int known = asked(mode).size();
        return known == 0 ? byUpstream(found).size() : known;
    }

    /** Of the one upstream that has a part in the answer, its own recordings; else those of nobody knows which. */
    FoundRecordings ofOne(Call call, Mode mode, FoundRecordings found) {
        Optional<String> name = call.overrides()
                .upstream()
                .or(() -> asked(mode).stream().map(Upstream::name).findFirst());
        if (name.isEmpty()) {
            return found;
        }
        FoundRecordings own =
                found.only(answer -> answer.entry().recording().upstream().equals(name.get()));
        return own.answers().isEmpty()
                ? found.only(answer -> answer.entry().recording().upstream().isEmpty())
                : own;
    }

    /** The upstreams that may be asked. */
    private List<Upstream> asked(Mode mode) {
        boolean mayAsk = Plan.of(mode, new Match.Nothing(false), () -> AskingAgain.NO) instanceof Plan.Forward;
        return mayAsk ? upstreams.wanted(Optional.empty()) : List.of();
    }

    private static Map<String, List<PreparedResponse>> byUpstream(FoundRecordings found) {
        Map<String, List<PreparedResponse>> recorded = new TreeMap<>();
        for (PreparedResponse answer : found.answers()) {
            String upstream = answer.entry().recording().upstream();
            recorded.computeIfAbsent(upstream, first -> new ArrayList<>()).add(answer);
        }
        return recorded;
    }

    /** The lists of all upstreams; where none may be asked, those that were recorded. */
    CompletableFuture<List<Source>> gather(Call call, Mode mode, FoundRecordings found) {
        Map<String, List<PreparedResponse>> recorded = byUpstream(found);
        List<Upstream> known = asked(mode);
        List<CompletableFuture<Source>> sources = known.isEmpty()
                ? recorded.keySet().stream()
                        .map(name -> source(call, Mode.REPLAY, name, recorded))
                        .toList()
                : known.stream()
                        .map(upstream -> source(call, mode, upstream.name(), recorded))
                        .toList();
        return CompletableFuture.allOf(sources.toArray(CompletableFuture[]::new))
                .thenApply(all -> sources.stream().map(CompletableFuture::join).toList());
    }

    /** The list of one upstream, at its turn: turns are counted for each test and each upstream. */
    private CompletableFuture<Source> source(
            Call call, Mode mode, String upstream, Map<String, List<PreparedResponse>> recorded) {
        List<PreparedResponse> answers = recorded.getOrDefault(upstream, List.of());
        Asker asker = Asker.of(call.asker().test(), call.question().of(Optional.of(upstream)));
        return planner.plan(call.asked(), mode, asker, answers).accept(new Plan.Visitor<CompletableFuture<Source>>() {
            @Override
            public CompletableFuture<Source> replay(Plan.Replay replay) {
                Store.Entry entry = answers.get(replay.turn().recording()).entry();
                call.scope().answeredBy(entry.location());
                return CompletableFuture.completedFuture(Source.recorded(entry));
            }

            @Override
            public CompletableFuture<Source> forward(Plan.Forward forward) {
                Upstream asked = upstreams.wanted(Optional.of(upstream)).get(0);
                if (missingKeys.isFor(asked, call.request())) {
                    return refuse(new Plan.Refuse(new Plan.Refuse.NoKey()));
                }
                return forward.keeping() == Plan.Keeping.NO
                        ? ask(call, asked, Optional.empty()).thenApply(source -> source.passing(forward.neverKept()))
                        : ask(call, asked, Optional.of(keeper.attempt(call, asker, forward.keeping())));
            }

            @Override
            public CompletableFuture<Source> refuse(Plan.Refuse refuse) {
                String note = refuse.cause() instanceof Plan.Refuse.NoKey
                        ? "upstream '" + upstream + "' was not asked: the client has no API key"
                        : "";
                return CompletableFuture.completedFuture(new Source(
                        Optional.empty(),
                        Verb.MISSED,
                        note,
                        false,
                        new Source.Failed(502, Retry.USEFUL, Optional.of(refuse))));
            }
        });
    }

    /** @param attempt to get a list that is kept; empty if it is not to be kept */
    private CompletableFuture<Source> ask(Call call, Upstream upstream, Optional<Attempt> attempt) {
        return client.ask(upstream, call.request(), true)
                .answer()
                .compose(answer -> read(upstream, answer))
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(list -> call.scope().loop().supply(() -> source(call, upstream, list, attempt)))
                .whenComplete((source, failed) -> attempt.ifPresent(Attempt::end))
                .exceptionally(failed -> failed(cause(failed)));
    }

    private static Source failed(Throwable cause) {
        Retry retry = UpstreamException.isAway(cause) ? Retry.USELESS : Retry.USEFUL;
        return new Source(
                Optional.empty(),
                Verb.FAILED,
                UpstreamException.reason(cause),
                true,
                new Source.Failed(UpstreamException.status(cause), retry));
    }

    private static Throwable cause(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        return cause == null ? failed : cause;
    }

    /** A list as it came. */
    private record ArrivedList(ResponseHead head, ArrivedPiece body) {}

    private Future<ArrivedList> read(Upstream upstream, HttpClientResponse answer) {
        ResponseHead head = new ResponseHead(
                answer.statusCode(), HeaderFields.read(answer.headers()).endToEnd());
        return WholeBody.of(upstream, answer, limits.bytes())
                .map(body -> new ArrivedList(head, new ArrivedPiece(0, body)));
    }

    /** A list that cannot be decoded has no part in the answer. */
    private Source source(Call call, Upstream upstream, ArrivedList list, Optional<Attempt> attempt) {
        Assembled assembled = new ResponseAssembler(call.question().parsed(), limits)
                .assemble(list.head(), List.of(list.body()), BodyEnd.WHOLE);
        if (assembled instanceof Assembled.Unreadable unreadable) {
            String reason = "the model list of upstream '" + upstream.url() + "' is left out: " + unreadable.reason();
            String note = attempt.isEmpty()
                    ? reason
                    : keeper.unreadable(call, list.head().status(), BodyEnd.WHOLE, reason)
                            .note();
            return new Source(Optional.empty(), Verb.FAILED, note, true);
        }
        Response response = ((Assembled.Plain) assembled).response();
        return attempt.map(kept -> keep(call, upstream, response, kept))
                .orElseGet(() -> new Source(Optional.of(response), Verb.FORWARDED, "", true));
    }

    private Source keep(Call call, Upstream upstream, Response response, Attempt attempt) {
        AnswerKeeper.Result result = kept(call, upstream, response, attempt);
        keeper.forget(call.question());
        return new Source(Optional.of(response), result.verb(), result.note(), true);
    }

    /** What goes wrong while it is kept changes nothing of what the client gets. */
    private AnswerKeeper.Result kept(Call call, Upstream upstream, Response response, Attempt attempt) {
        try {
            return keeper.keep(call, upstream.name(), response, attempt);
        } catch (RuntimeException unforeseen) {
            int chunks = response.chunks().size();
            return keeper.lost(call, chunks, LossReason.UNEXPECTED, "unexpected error: " + unforeseen);
        }
    }
}
