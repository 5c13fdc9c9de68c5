package io.reprise.server.control;

import io.reprise.server.request.RequestScope;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * What a method of a path does.
 *
 * @param parameters the names that its query may have
 * @param takesBody whether the body of a request is read; if not, there may be none
 */
public record Route(Set<String> parameters, boolean takesBody, Handler handler) {
    /** Who answers. */
    sealed interface Handler {
        /** At once, on the event loop. */
        record Quick(Answering answering) implements Handler {}

        /** On a worker, since it blocks or takes long. */
        record Slow(Answering answering) implements Handler {}

        /** As {@link Slow}, and told when nobody waits for the answer any more. */
        record Abandonable(AnsweringUnlessGone answering) implements Handler {}

        /** On a worker, once something has happened. */
        record Awaiting(Waiting waiting, Answering answering) implements Handler {}

        /** Piece by piece, on the event loop. */
        record Streamed(Streaming streaming) implements Handler {}
    }

    /** Answers with one whole answer. */
    public interface Answering {
        /** @throws WrongRequestException if the request is wrong */
        ControlAnswer answer(ControlRequest request);
    }

    /** Answers with one whole answer, which nobody may wait for any more. */
    public interface AnsweringUnlessGone {
        /**
         * @param isGone whether the client has left, so that the answer can be anything
         * @throws WrongRequestException if the request is wrong
         */
        ControlAnswer answer(ControlRequest request, BooleanSupplier isGone);
    }

    /** Waits on no thread. */
    public interface Waiting {
        /**
         * Complete when the request can be answered.
         *
         * @throws WrongRequestException if the request is wrong
         */
        CompletionStage<Void> before(ControlRequest request, RequestScope scope);
    }

    /** Sends an answer itself, and calls {@link RequestScope#finishUnnoted} at its end. */
    public interface Streaming {
        /** @throws WrongRequestException if the request is wrong, before anything is sent */
        void stream(ControlRequest request, RequestScope scope);
    }

    /** The query is not looked at: it is for the page, which the answer begins. */
    public static final Set<String> ANY = Set.of("*");

    public Route {
        parameters = Set.copyOf(parameters);
    }

    public static Route quick(Set<String> parameters, Answering answering) {
        return new Route(parameters, false, new Handler.Quick(answering));
    }

    public static Route slow(Set<String> parameters, Answering answering) {
        return new Route(parameters, false, new Handler.Slow(answering));
    }

    /** Answers on a worker, unless the client has left. */
    public static Route abandonable(Set<String> parameters, AnsweringUnlessGone answering) {
        return new Route(parameters, false, new Handler.Abandonable(answering));
    }

    /** Answers on a worker, after waiting for something. */
    public static Route awaiting(Set<String> parameters, Waiting waiting, Answering answering) {
        return new Route(parameters, false, new Handler.Awaiting(waiting, answering));
    }

    public static Route streamed(Set<String> parameters, Streaming streaming) {
        return new Route(parameters, false, new Handler.Streamed(streaming));
    }

    /** The same, of which the body is read. */
    public Route withBody() {
        return new Route(parameters, true, handler);
    }
}
