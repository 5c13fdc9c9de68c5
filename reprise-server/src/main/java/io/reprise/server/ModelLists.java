package io.reprise.server;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.part.ModelListUnion;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.replay.fault.Answer;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.reprise.core.replay.pace.Timeline;
import io.reprise.server.ModelListSources.Source;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.FaultInjector;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers requests for the list of models with the union of several upstreams' lists, live or recorded. The list of one upstream is
 * an answer like any other. One for each event loop.
 */
final class ModelLists {
    private final ModelListSources lists;
    private final MissResponder misses;
    private final FaultInjector faultInjector;

    ModelLists(ModelListSources lists, MissResponder misses, FaultInjector faultInjector) {
        this.lists = lists;
        this.misses = misses;
        this.faultInjector = faultInjector;
    }

    /** Whether the call is answered with the lists of several upstreams. */
    boolean areJoined(Call call, Mode mode, FoundRecordings found) {
        return call.family().isModelList() && call.overrides().upstream().isEmpty() && lists.count(mode, found) > 1;
    }

    /** The lists of the one upstream that answers; what is no list stays as it is. */
    FoundRecordings ofOne(Call call, Mode mode, FoundRecordings found) {
        return call.family().isModelList() ? lists.ofOne(call, mode, found) : found;
    }

    void answer(Call call, Mode mode, Faults faults, FoundRecordings found) {
        if (faults.areInstead()) {
            faultInjector.replace(call, faults);
            return;
        }
        call.scope().await(lists.gather(call, mode, found), sources -> answer(call, sources, faults));
    }

    private void answer(Call call, List<Source> sources, Faults faults) {
        Optional<Plan.Refuse> expired = sources.stream()
                .flatMap(source -> source.failed().refused().stream())
                .filter(refuse -> refuse.cause() instanceof Plan.Refuse.TooOld)
                .findFirst();
        if (expired.isPresent()) { // a union without it would not be what was recorded
            misses.answer(call, expired.get());
            return;
        }
        List<Response> found =
                sources.stream().flatMap(source -> source.list().stream()).toList();
        int asked = (int) sources.stream().filter(Source::isAsked).count();
        String note = sources.stream()
                .map(Source::note)
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        if (!found.isEmpty()) {
            answer(call, union(call, found), faults, new Answered(sources, asked, note));
        } else if (asked == 0) {
            misses.answer(call, new Plan.Refuse(new Plan.Refuse.NotRecorded()));
        } else {
            boolean areAway =
                    sources.stream().allMatch(source -> source.failed().retry() == Retry.USELESS);
            int status = sources.stream()
                    .filter(Source::isAsked)
                    .mapToInt(source -> source.failed().status())
                    .min()
                    .orElseThrow();
            call.fail(status, note, areAway ? Retry.USELESS : Retry.USEFUL, Cost.calls(asked));
        }
    }

    private static Response union(Call call, List<Response> lists) {
        List<ModelListShape> shapes = call.question().parsed().family().modelListShapes();
        return ModelListUnion.of(lists, shapes).orElse(lists.get(0));
    }

    /** What is noted of an answer. */
    private record Answered(List<Source> sources, int asked, String note) {
        Verb verb() {
            return sources.stream().map(Source::verb).max(Enum::compareTo).orElseThrow();
        }
    }

    private void answer(Call call, Response union, Faults faults, Answered answered) {
        if (!faults.isNone()) {
            ParsedExchange exchange = ParsedExchange.of(call.question().parsed(), union);
            Schedule atOnce = Pace.INSTANT.schedule(Timeline.of(exchange), Occasion.ANY);
            faultInjector.alter(call, faults, () -> new Answer(exchange, atOnce, Instant.now()));
            return;
        }
        call.client()
                .respond(
                        new ResponseHead(union.status(), union.headers()),
                        Unpooled.wrappedBuffer(union.body().buffer()));
        call.finish(answered.verb(), union.status(), 0, answered.note(), Cost.calls(answered.asked()));
    }
}
