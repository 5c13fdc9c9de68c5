package io.reprise.server;

import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Response;
import io.reprise.core.plan.Match;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.plan.Turn;
import io.reprise.core.store.Store;
import io.reprise.server.http.ErrorAnswers.Retry;
import io.reprise.server.http.HeaderFields;
import io.reprise.server.http.ResponseHead;
import io.reprise.server.http.VertxInternals;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.ResponseAssembler;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.report.Outcome.Verb;
import io.reprise.server.routing.Call;
import io.reprise.server.upstream.AnswerKeeper;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamClient;
import io.reprise.server.upstream.UpstreamException;
import io.reprise.server.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Gets the list of models of each upstream: from its recording, or from itself, as is planned for each. */
final class ModelListSources {
    private static final Match NO_RECORDING = new Match.Nothing(false);

    private final Upstreams upstreams;
    private final UpstreamClient client;
    private final AnswerKeeper keeper;
    private final DecodingLimits limits;

    /**
     * One upstream's list, or why there is none.
     *
     * @param isAsked whether the upstream was asked
     * @param retry whether asking again may help where there is none
     */
    record Source(Optional<Response> list, Verb verb, String note, boolean isAsked, Retry retry) {
        Source(Optional<Response> list, Verb verb, String note, boolean isAsked) {
            this(list, verb, note, isAsked, Retry.USEFUL);
        }

        private static Source recorded(Store.Entry entry) {
            return new Source(Optional.of(entry.recording().exchange().response()), Verb.REPLAYED, "", false);
        }
    }

    /** @param limits of a decoded list */
    ModelListSources(Upstreams upstreams, UpstreamClient client, AnswerKeeper keeper, DecodingLimits limits) {
        this.upstreams = upstreams;
        this.client = client;
        this.keeper = keeper;
        this.limits = limits;
    }

    /** The lists of all upstreams that are wanted; where none may be asked, those that were recorded. */
    CompletableFuture<List<Source>> gather(Call call, Mode mode, FoundRecordings found) {
        Optional<String> wanted = call.overrides().upstream();
        List<Store.Entry> recorded = found.entries().stream()
                .filter(entry ->
                        wanted.map(entry.recording().upstream()::equals).orElse(true))
                .toList();
        List<Upstream> known = upstreams.wanted(wanted);
        boolean mayAsk = Plan.of(mode, NO_RECORDING) instanceof Plan.Forward && !known.isEmpty();
        List<CompletableFuture<Source>> sources = new ArrayList<>();
        if (mayAsk) {
            known.forEach(upstream -> sources.add(source(call, mode, upstream, recorded)));
        } else {
            recorded.forEach(entry -> sources.add(CompletableFuture.completedFuture(Source.recorded(entry))));
        }
        return CompletableFuture.allOf(sources.toArray(CompletableFuture[]::new))
                .thenApply(all -> sources.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Source> source(Call call, Mode mode, Upstream upstream, List<Store.Entry> recorded) {
        Optional<Store.Entry> entry = recorded.stream()
                .filter(candidate -> candidate.recording().upstream().equals(upstream.name()))
                .findFirst();
        Match match = entry.isPresent() ? new Match.Found(new Turn(0, 0)) : NO_RECORDING;
        return Plan.of(mode, match).accept(new Plan.Visitor<CompletableFuture<Source>>() {
            @Override
            public CompletableFuture<Source> replay(Plan.Replay replay) {
                return CompletableFuture.completedFuture(Source.recorded(entry.orElseThrow()));
            }

            @Override
            public CompletableFuture<Source> forward(Plan.Forward forward) {
                return ask(call, upstream, forward.keeping());
            }

            @Override
            public CompletableFuture<Source> refuse(Plan.Refuse refuse) {
                return CompletableFuture.completedFuture(new Source(Optional.empty(), Verb.MISSED, "", false));
            }
        });
    }

    private CompletableFuture<Source> ask(Call call, Upstream upstream, Plan.Keeping keeping) {
        return client.ask(upstream, call.request(), true)
                .answer()
                .compose(ModelListSources::read)
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(list -> call.scope().loop().supply(() -> source(call, upstream, list, keeping)))
                .exceptionally(failed -> failed(cause(failed)));
    }

    private static Source failed(Throwable cause) {
        Retry retry = UpstreamException.isAway(cause) ? Retry.USELESS : Retry.USEFUL;
        return new Source(Optional.empty(), Verb.FAILED, String.valueOf(cause.getMessage()), true, retry);
    }

    private static Throwable cause(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        return cause == null ? failed : cause;
    }

    /** A list as it came. */
    private record ArrivedList(ResponseHead head, ArrivedPiece body) {}

    private static Future<ArrivedList> read(HttpClientResponse answer) {
        ResponseHead head = new ResponseHead(
                answer.statusCode(), HeaderFields.read(answer.headers()).endToEnd());
        return answer.body().map(body -> new ArrivedList(head, new ArrivedPiece(0, VertxInternals.bytes(body))));
    }

    /** A list that cannot be decoded has no part in the answer. */
    private Source source(Call call, Upstream upstream, ArrivedList list, Plan.Keeping keeping) {
        Assembled assembled = new ResponseAssembler(call.question().parsed(), limits)
                .assemble(list.head(), List.of(list.body()), BodyEnd.WHOLE);
        if (assembled instanceof Assembled.Unreadable unreadable) {
            String reason = "the model list of upstream '" + upstream.url() + "' is left out: " + unreadable.reason();
            String note = keeping == Plan.Keeping.NO
                    ? reason
                    : keeper.unreadable(call, list.head().status(), BodyEnd.WHOLE, reason)
                            .note();
            return new Source(Optional.empty(), Verb.FAILED, note, true);
        }
        Response response = ((Assembled.Plain) assembled).response();
        return keeping == Plan.Keeping.NO
                ? new Source(Optional.of(response), Verb.FORWARDED, "", true)
                : keep(call, upstream, response, keeping);
    }

    private Source keep(Call call, Upstream upstream, Response response, Plan.Keeping keeping) {
        AnswerKeeper.Result result = keeper.keep(call, upstream.name(), response, keeping);
        keeper.forget(call.question());
        return new Source(Optional.of(response), result.verb(), result.note(), true);
    }
}
