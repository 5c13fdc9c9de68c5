package io.reprise.server.request;

import io.netty.buffer.ByteBuf;
import io.reprise.core.exchange.Headers;
import io.reprise.server.connection.KnownRequests;
import io.reprise.server.network.ChunkReceiver;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The client's end of one answer. To be used on the client's event loop. Buffers are written as they are and never changed;
 * tasks that are given to it run within the boundary of the request (see {@link RequestScope}).
 */
public interface ClientConnection extends AnswerReceiver, ChunkReceiver {
    /** How an answer ends that does not come to its end. */
    enum Abort {
        /** The connection is closed (TCP FIN) once everything is sent; with HTTP/2 only the stream ends. */
        CUT,
        /** The connection is reset (TCP RST); with HTTP/2 only the stream. */
        RESET
    }

    /** Scheme, host and port by which the client knows this server, such as {@code http://127.0.0.1:8000}. */
    String home();

    /** Has the headers of answers changed when they are sent. */
    void changeHeaders(UnaryOperator<Headers> change);

    /** Adds a field to the head that is sent later. */
    void addHeader(String name, String value);

    /** When the first bytes of the body were sent, by {@link System#nanoTime}; 0 if none were. */
    long firstBytesNanos();

    /** Sends a whole answer in one write. */
    void respond(ResponseHead head, ByteBuf body);

    /** Takes back status and headers of an answer of which nothing has been sent. */
    void startAgain();

    /**
     * Sends status 101 with these fields, after which the connection is no longer one of HTTP (RFC 9110, 7.8). Only with
     * HTTP/1.1, and before anything else is sent.
     */
    CompletionStage<NetSocket> upgrade(Headers headers);

    /** Whether it is worth to tell {@link #repeat} how its answer may be given again. */
    boolean mayRepeat();

    /** The answer, which has been sent, may be repeated if the same bytes come again. */
    void repeat(KnownRequests.Repeat repeat, ByteBuf body);

    /** The answer, which has begun, may be repeated if the same bytes come again after its end. */
    void repeat(KnownRequests.Repeat repeat);

    /** Whether the head has been sent, so that status and headers are settled. */
    boolean isHeadSent();

    /** The answer goes on, or stays open, for as long as the client listens: one that closes its side has left. */
    void markEndless();

    /** Whether {@link #markEndless} was called. */
    boolean isEndless();

    /** The answer may be such a one, which only time can tell: a client that has closed its side has left when nothing is sent for some seconds. */
    void markPerhapsEndless();

    /** Whether {@link #markPerhapsEndless} was called. */
    boolean isPerhapsEndless();

    /** Whether the answer comes in chunks, has begun and not ended, and nothing of it was sent since the last call. */
    boolean wasSilent();

    /** Ends the answer once everything is sent, since the client has closed its side and seems to have left; it may be there all the same. */
    void letGo();

    /** Whether the client has gone, or the answer has ended. */
    boolean isClosed();
}
