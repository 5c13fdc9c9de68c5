package io.reprise.server.routing;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Occurrences.Asker;
import io.reprise.server.outcome.Outcome.AnswerSummary;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.RequestSummary;
import io.reprise.server.outcome.Outcome.Talk;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.ErrorAnswers;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.websocket.Handshake;
import java.util.Optional;

/**
 * One request on its way through the server: what it asks, and the client that waits for the answer.
 *
 * @param fault what goes wrong with the answer on purpose; empty for nothing
 */
public record Call(RoutedQuestion asked, RequestScope scope, String fault) {
    /** How the log calls the method of a handshake. */
    private static final String SOCKET = "WS";

    /** From here on, log and errors know the question. */
    public static Call of(RoutedQuestion asked, RequestScope scope) {
        scope.describe(asked.routed().request(), summary(asked));
        return new Call(asked, scope, "");
    }

    /** What log and reports say of such a request. */
    public static RequestSummary summary(RoutedQuestion asked) {
        Request request = asked.routed().request();
        return new RequestSummary(
                asked.routed().handshake().isPresent() ? SOCKET : request.method(),
                request.path(),
                Optional.of(asked.question()),
                asked.model());
    }

    public Request request() {
        return asked.routed().request();
    }

    public Question question() {
        return asked.question();
    }

    /** The test that takes turns at the question, also where its recordings belong to none. */
    public Asker asker() {
        return asked.asker();
    }

    public ApiFamily family() {
        return question().parsed().family();
    }

    public Optional<String> model() {
        return asked.model();
    }

    public Overrides overrides() {
        return asked.overrides();
    }

    public boolean isRetry() {
        return asked.routed().isRetry();
    }

    /** What the client offers where it asks for a WebSocket. */
    public Optional<Handshake> handshake() {
        return asked.routed().handshake();
    }

    public boolean isSocket() {
        return handshake().isPresent();
    }

    public ClientConnection client() {
        return scope.client();
    }

    /** Whether it asks for a stream of events that may go on for as long as somebody listens. */
    public boolean asksForEvents() {
        return isGet() && request().headers().acceptEvents();
    }

    /** Whether the answer may go on for as long as somebody listens: a stream without a length, asked for by GET. */
    public boolean isEndless(ResponseHead head) {
        return isGet()
                && head.isOfUnknownLength()
                && family().format(
                                request(), head.headers().first("content-type").orElse(""))
                        .isStream();
    }

    /** The client is about to be sent this answer. */
    public void begins(ResponseHead head) {
        if (isEndless(head)) {
            client().markPerhapsEndless();
        }
    }

    private boolean isGet() {
        return request().method().equals("GET");
    }

    /** The same, with an answer that goes wrong. */
    public Call withFault(String what) {
        return new Call(asked, scope, what);
    }

    public void finish(Verb verb, int status, int chunks, String note, Cost cost) {
        scope.finish(verb, new AnswerSummary(status, chunks, fault, note), cost);
    }

    /** Notes what became of a WebSocket. */
    public void finish(Verb verb, Talk talk, String note, Cost cost) {
        scope.finish(verb, new AnswerSummary(101, 0, fault, note, Optional.of(talk)), cost);
    }

    /** The request asks for what cannot be done. */
    public void refuse(int status, String reason) {
        scope.answerError(Verb.REFUSED, status, reason, ErrorAnswers.Retry.USELESS);
    }

    /** There is no answer. */
    public void fail(int status, String reason, ErrorAnswers.Retry retry, Cost cost) {
        scope.sendError(status, reason, retry);
        finish(Verb.FAILED, status, 0, reason, cost);
    }
}
