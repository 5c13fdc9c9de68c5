package io.reprise.cli.verify;

import io.reprise.core.drift.AskingAgain;
import io.reprise.core.drift.DriftReport.LeftOut;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.price.Cost;
import io.reprise.core.price.PriceTable;
import io.reprise.core.price.Tokens;
import io.reprise.core.store.Store;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.Upstreams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gathers the recordings whose requests are to be sent once more. Safe for use by several threads. */
public final class CallPlanning {
    private final List<Upstream> known;
    private final Upstreams upstreams;
    private final PriceTable prices;
    private final Instant now;
    private final List<PlannedCall> calls = new ArrayList<>();
    private final List<LeftOut> skipped = new ArrayList<>();

    /**
     * @param known at least one
     * @param now of which prices count
     */
    public CallPlanning(List<Upstream> known, PriceTable prices, Instant now) {
        this.known = List.copyOf(known);
        this.upstreams = new Upstreams(known);
        this.prices = prices;
        this.now = now;
    }

    /** @param source which reads the entry again */
    public void add(Store.Entry entry, EntrySource source) {
        Optional<String> obstacle = AskingAgain.obstacle(entry);
        Upstreams.Choice choice = choice(entry);
        if (obstacle.isPresent()) {
            skip(entry, obstacle.get());
        } else if (choice instanceof Upstreams.Choice.None none) {
            skip(entry, none.reason());
        } else if (choice instanceof Upstreams.Choice.One one) {
            PlannedCall call = planned(entry, one.upstream(), source);
            synchronized (this) {
                calls.add(call);
            }
        }
    }

    private synchronized void skip(Store.Entry entry, String reason) {
        skipped.add(new LeftOut(entry.location(), reason));
    }

    /** The upstream that answered then, or the only one, if it has no name by which it could be told from that. */
    private Upstreams.Choice choice(Store.Entry entry) {
        String name = entry.recording().upstream();
        boolean isOnlyOne = known.size() == 1 && known.get(0).name().isEmpty();
        return upstreams.choose(
                name.isEmpty() || isOnlyOne ? Optional.empty() : Optional.of(name),
                entry.question().parsed().model());
    }

    private PlannedCall planned(Store.Entry entry, Upstream upstream, EntrySource source) {
        ParsedRequest parsed = entry.question().parsed();
        Request request = parsed.request();
        PlannedCall.Asked asked = new PlannedCall.Asked(
                parsed.family(),
                request.method(),
                request.path(),
                parsed.model().orElse(""));
        return new PlannedCall(entry.location(), asked, upstream, cost(entry), source);
    }

    private Optional<UsDollars> cost(Store.Entry entry) {
        ParsedRequest parsed = entry.question().parsed();
        ParsedResponse answer = new ParsedResponse(entry.recording().exchange().response());
        return parsed.family()
                .usage(answer)
                .map(usage -> prices.cost(new Tokens(
                        parsed.family().name(),
                        parsed.model().orElse(""),
                        entry.recording().upstream(),
                        ofToday(usage))))
                .flatMap(Cost::amount);
    }

    private TokenUsage ofToday(TokenUsage usage) {
        TokenDetails details = usage.details();
        return new TokenUsage(
                usage.input(),
                usage.output(),
                new TokenDetails(details.counts(), details.cost(), details.tier(), Optional.of(now)));
    }

    /** @param repeat how often each request is to be sent */
    public synchronized CallPlan plan(int repeat) {
        calls.sort(Comparator.comparing(PlannedCall::location));
        skipped.sort(Comparator.comparing(LeftOut::location));
        return new CallPlan(calls, skipped, repeat);
    }
}
