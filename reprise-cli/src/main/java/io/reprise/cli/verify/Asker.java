package io.reprise.cli.verify;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.plan.CredentialError;
import io.reprise.core.plan.MomentaryError;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.server.client.UpstreamCalls;
import io.reprise.server.client.UpstreamException;
import io.reprise.server.upstream.Upstream;
import java.time.Duration;
import java.util.Optional;

/** Sends the request of a recording once more. Where an upstream is busy, it waits and tries again. */
public final class Asker {
    private static final int MOST_TRIES = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final UpstreamCalls calls;
    private final SentHeaders sent;
    private final Waits waits;
    private final Redaction redaction;

    /** @param redaction that masks credentials, so that nothing of an answer shows one */
    public Asker(UpstreamCalls calls, SentHeaders sent, Waits waits, Redaction redaction) {
        this.calls = calls;
        this.sent = sent;
        this.waits = waits;
        this.redaction = redaction.with(Redaction.Policy.MASK);
    }

    /** Blocks until there is an answer, or there will be none. */
    Asked ask(PlannedCall call, Store.Entry entry) throws InterruptedException {
        ParsedRequest recorded = entry.question().parsed();
        ParsedRequest request = recorded.with(withHeaders(recorded.request(), call.upstream(), recorded.family()));
        for (int tries = 1; ; tries++) {
            waits.await(call.label());
            Response response;
            try {
                response = calls.ask(call.upstream(), request);
            } catch (UpstreamException failed) {
                return new Asked.Failed(String.valueOf(failed.getMessage()), UpstreamException.isAway(failed));
            }
            int status = recorded.family().status(new ParsedResponse(response));
            if (CredentialError.is(status)) {
                return new Asked.Failed(
                        "upstream '" + call.label() + "' answered with status " + status + ": "
                                + sent.remedy(call.upstream(), recorded.family()),
                        true);
            }
            if (!isMomentary(response, status)) {
                return clean(recorded.request(), response);
            }
            Duration wait = waits.asked(response.headers()).orElse(FIRST_WAIT.multipliedBy(1L << (tries - 1)));
            if (tries == MOST_TRIES || wait.compareTo(LONGEST_WAIT) > 0) {
                return new Asked.Failed(busy(call, status, tries, wait), false);
            }
            waits.pause(call.label(), wait);
        }
    }

    private static boolean isMomentary(Response response, int status) {
        return MomentaryError.is(status) || MomentaryError.is(response) || response.ending() == Ending.CUT;
    }

    private static String busy(PlannedCall call, int status, int tries, Duration wait) {
        String often = tries == 1 ? "" : " " + tries + " times";
        return "upstream '" + call.label() + "' "
                + (MomentaryError.is(status)
                        ? "answered with status " + status + often
                        : "broke off its answer" + often)
                + (wait.compareTo(LONGEST_WAIT) > 0
                        ? ", and wants to be asked again in " + wait.toSeconds() + " s; try later"
                        : "; try later, or with a lower --parallel");
    }

    private Request withHeaders(Request request, Upstream upstream, ApiFamily family) {
        Headers headers = sent.of(request.headers(), upstream, family);
        return new Request(request.method(), request.path(), request.query(), headers, request.body());
    }

    private Asked clean(Request request, Response response) {
        Redaction.Outcome outcome = redaction.apply(new Exchange(request, response));
        if (outcome instanceof Redaction.Outcome.Clean clean) {
            return new Asked.Answered(clean.exchange());
        }
        String reason = Optional.of(outcome)
                .filter(Redaction.Outcome.Unreadable.class::isInstance)
                .map(unreadable -> ((Redaction.Outcome.Unreadable) unreadable).reason())
                .orElse("it has a credential");
        return new Asked.Failed("its answer is not shown: " + reason, false);
    }
}
