package io.reprise.server;

import io.reprise.core.exchange.Response;
import io.reprise.core.family.ModelListUnion;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.replay.fault.Answer;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.reprise.core.replay.pace.Timeline;
import io.reprise.core.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers requests for the list of models with the union of all upstreams' lists, live or recorded. */
final class ModelLists {
    private final Vertx vertx;
    private final UpstreamClient client;
    private final Shared shared;
    private final Others others;

    /** Who answers where there is no list, or where it is to go wrong. */
    record Others(Refuser refuser, FaultInjector saboteur) {}

    /** One upstream's list, or why there is none. */
    private record Source(Optional<Response> list, Outcome.Verb verb, String note) {}

    ModelLists(Vertx vertx, UpstreamClient client, Shared shared, Others others) {
        this.vertx = vertx;
        this.client = client;
        this.shared = shared;
        this.others = others;
    }

    void answer(Job job, Mode mode, Faults faults) {
        if (faults.areInstead()) {
            others.saboteur().replace(job, faults);
            return;
        }
        shared.archive()
                .library()
                .look(job.question(), job.addressed().upstream(), mode == Mode.REPLAY)
                .compose(known -> gather(job, mode, known))
                .onSuccess(sources -> answer(job, mode, sources, faults))
                .onFailure(cause -> others.refuser().broken(job, cause));
    }

    private Future<List<Source>> gather(Job job, Mode mode, FoundRecordings known) {
        List<Store.Entry> recorded = known.entries().stream()
                .filter(entry -> isWanted(job, entry.recording().upstream()))
                .toList();
        if (mode == Mode.REPLAY) {
            return Future.succeededFuture(
                    recorded.stream().map(ModelLists::replayed).toList());
        }
        List<Upstream> upstreams = shared.settings().upstreams().stream()
                .filter(upstream -> isWanted(job, upstream.name()))
                .toList();
        if (upstreams.isEmpty()) {
            return Future.succeededFuture(
                    recorded.stream().map(ModelLists::replayed).toList());
        }
        List<Future<Source>> sources = new ArrayList<>();
        for (Upstream upstream : upstreams) {
            Optional<Store.Entry> entry = recorded.stream()
                    .filter(candidate -> candidate.recording().upstream().equals(upstream.name()))
                    .findFirst();
            boolean isReplayed = mode == Mode.RECORD_IF_MISSING && entry.isPresent();
            sources.add(isReplayed ? Future.succeededFuture(replayed(entry.get())) : ask(job, upstream, mode));
        }
        return Future.join(sources)
                .transform(all -> Future.succeededFuture(
                        sources.stream().map(Future::result).toList()));
    }

    private static boolean isWanted(Job job, String upstream) {
        return job.addressed().upstream().map(upstream::equals).orElse(true);
    }

    private static Source replayed(Store.Entry entry) {
        return new Source(Optional.of(entry.recording().exchange().response()), Outcome.Verb.REPLAYED, "");
    }

    private Future<Source> ask(Job job, Upstream upstream, Mode mode) {
        shared.journal().upstreamCalled();
        return client.ask(upstream, job.request(), true)
                .compose(answer -> read(answer, job))
                .compose(response -> mode == Mode.LIVE
                        ? Future.succeededFuture(new Source(Optional.of(response), Outcome.Verb.FORWARDED, ""))
                        : vertx.executeBlocking(() -> keep(job, upstream, response, mode), false))
                .otherwise(
                        cause -> new Source(Optional.empty(), Outcome.Verb.FAILED, String.valueOf(cause.getMessage())));
    }

    private static Future<Response> read(HttpClientResponse answer, Job job) {
        SharedResponse.Head head = new SharedResponse.Head(
                answer.statusCode(), HeaderFields.read(answer.headers()).endToEnd());
        return answer.body()
                .map(body -> ResponseAssembler.response(
                        job.family(), head, List.of(new SharedResponse.Piece(0, body)), SharedResponse.End.WHOLE));
    }

    private Source keep(Job job, Upstream upstream, Response response, Mode mode) {
        Plan.Keeping keeping = mode == Mode.RECORD ? Plan.Keeping.REPLACE : Plan.Keeping.APPEND;
        Recorder.Result result = shared.archive().recorder().keep(job.question(), upstream, response, keeping);
        shared.archive().library().forget(job.question().key());
        if (result instanceof Recorder.Result.Lost lost) {
            shared.archive().losses().add(job.request(), lost.reason());
            return new Source(Optional.of(response), Outcome.Verb.FORWARDED, "NOT KEPT: " + lost.reason());
        }
        return result instanceof Recorder.Result.PassedOn passed
                ? new Source(Optional.of(response), Outcome.Verb.FORWARDED, passed.reason())
                : new Source(Optional.of(response), Outcome.Verb.RECORDED, "");
    }

    private void answer(Job job, Mode mode, List<Source> sources, Faults faults) {
        List<Response> lists =
                sources.stream().flatMap(source -> source.list().stream()).toList();
        String note = String.join(
                "; ",
                sources.stream()
                        .map(Source::note)
                        .filter(text -> !text.isEmpty())
                        .toList());
        if (lists.isEmpty()) {
            if (mode == Mode.REPLAY || sources.isEmpty()) {
                others.refuser().miss(job, false);
            } else {
                others.refuser().fail(job, note);
            }
            return;
        }
        Response union = ModelListUnion.of(lists).orElse(lists.get(0));
        if (!faults.isNone()) {
            ParsedExchange exchange = ParsedExchange.of(job.question().parsed(), union);
            Schedule atOnce = Pace.INSTANT.schedule(Timeline.of(exchange), Occasion.ANY);
            others.saboteur().spoil(job, faults, () -> new Answer(exchange, atOnce, Instant.now()));
            return;
        }
        union.headers().fields().forEach(field -> job.response().headers().add(field.name(), field.value()));
        job.response()
                .setStatusCode(union.status())
                .end(Buffer.buffer(union.body().toArray()));
        Outcome.Verb verb =
                sources.stream().map(Source::verb).max(Enum::compareTo).orElseThrow();
        shared.journal().note(job.outcome(verb, union.status(), 0, note));
    }
}
