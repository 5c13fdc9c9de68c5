package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers requests on one connection that came before, without having them decoded; see {@link KnownRequests}. Belongs to the connection's event loop. */
public final class KnownAnswers implements KnownRequests.Client {
    private final KnownRequests requests;
    private final Reading reading;
    private final ChannelHandlerContext here;
    private @Nullable AnswerLearning learning;
    private @Nullable ConnectionWriter writer;
    private @Nullable KnownAnswer asked;
    private @Nullable KnownStream stream;
    /** What has come while an answer is sent in pieces. */
    private @Nullable HeldReads held;

    /** Since everything was read the last time. */
    private boolean hasAnswered;

    private boolean hasPassedOn;
    private boolean isSchemeKnown;
    private boolean isPlain;
    private boolean hasBegun;
    private boolean isCloseWanted;

    /** Who reads what the client sends. */
    interface Reading {
        /** An answer of several pieces has begun to a request that was not decoded. */
        void streamBegun(ClientExchange its);

        /** That answer is written. */
        void streamEnded(ClientExchange its);

        /** Reads what has come during the last answer. */
        void readHeld(ByteBuf bytes);
    }

    KnownAnswers(KnownRequests requests, Reading reading, ChannelHandlerContext here) {
        this.requests = requests;
        this.reading = reading;
        this.here = here;
    }

    /**
     * Whether these bytes are a request that came before, and is answered now.
     *
     * @param heads of requests that have been decoded so far
     */
    boolean isAnswered(ByteBuf bytes, int heads) {
        if (!isPlain()) {
            return false;
        }
        endLearning(heads);
        if (bytes.readableBytes() > KnownRequests.LONGEST_REQUEST
                || !here.channel().isWritable()) {
            return false;
        }
        long startNanos = System.nanoTime();
        KnownRequests.Look look = requests.look();
        look.read(bytes);
        KnownAnswer known = requests.get(look.asked);
        if (known == null) {
            if (look.hasCome()) {
                learning = new AnswerLearning(look.asked.copy(), heads);
                here.pipeline().addAfter(here.name(), null, learning);
            }
            return false;
        }
        asked = known;
        if (repeat(known.repeat(), startNanos, look.asked)) {
            requests.countAnswered();
            hasAnswered = true;
            return true;
        }
        if (known.repeat().isOver()) {
            requests.forget(look.asked);
        }
        return false;
    }

    /**
     * Whether nothing is encrypted. An answer may name the scheme, which no byte of the request does, so that with TLS nothing is learned or known. It
     * is settled by the first byte of the connection, and looked for once.
     */
    private boolean isPlain() {
        if (!isSchemeKnown) {
            isSchemeKnown = true;
            isPlain = here.pipeline().get(SslHandler.class) == null;
        }
        return isPlain;
    }

    private void endLearning(int heads) {
        AnswerLearning former = learning;
        if (former != null) {
            learning = null;
            here.pipeline().remove(former);
            former.end(heads).ifPresent(learned -> requests.put(former.raw(), learned));
        }
    }

    private boolean repeat(KnownRequests.Repeat repeat, long startNanos, RawRequest raw) {
        hasBegun = false;
        try {
            return repeat.answer(startNanos, this);
        } catch (Throwable thrown) {
            requests.forget(raw);
            requests.say("unexpected error while a request was answered that came before; "
                    + (hasBegun ? "its connection is closed: " : "it is read again: ") + thrown);
            if (hasBegun) {
                here.close();
            }
            return hasBegun;
        }
    }

    private ConnectionWriter writer() {
        if (writer == null) {
            writer = new ConnectionWriter(here, () -> requests.look().vector());
        }
        return writer;
    }

    private KnownAnswer asked() {
        return Objects.requireNonNull(asked);
    }

    @Override
    public void respond(ByteBuf body) {
        hasBegun = true;
        writer().write(asked().head(), body);
    }

    @Override
    public KnownRequests.Stream stream() {
        hasBegun = true;
        KnownStream begun = new KnownStream(
                here,
                writer(),
                new KnownStream.Framing(asked().head(), asked().isChunked(), requests.lastChunk()),
                this::ended);
        stream = begun;
        reading.streamBegun(begun);
        return begun;
    }

    private void ended() {
        KnownStream former = Objects.requireNonNull(stream);
        stream = null;
        if (isCloseWanted) {
            // Netty drops what is still in its queue when a connection is closed
            here.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> here.close());
        } else if (held != null) {
            here.executor().execute(this::readHeld);
        }
        reading.streamEnded(former);
    }

    /** Whether the client asks again before the answer has ended; then these bytes are read afterwards. */
    boolean holds(ByteBuf bytes) {
        if (stream == null && held == null) {
            return false;
        }
        if (held == null) {
            held = new HeldReads(here);
        }
        held.add(bytes);
        return true;
    }

    private void readHeld() {
        while (held != null && stream == null) {
            ByteBuf next = held.next();
            if (next == null) {
                held = null;
            } else {
                reading.readHeld(next);
            }
        }
    }

    /** Nobody else knows that an answer is being sent: the connection is closed after it, or after some time. */
    void closeAfterStream(ChannelPromise promise, Duration drain) {
        isCloseWanted = true;
        here.channel().closeFuture().addListener(closed -> promise.trySuccess());
        here.executor().schedule(() -> here.close(), drain.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether an answer of several pieces is being sent. */
    boolean isStreaming() {
        return stream != null;
    }

    /** More has come before the answer: the bytes that came before are not a whole request, or not one alone. */
    void noteMore() {
        if (learning != null) {
            learning.noteMore();
        }
    }

    /** Passes on what is not answered here. */
    void passOn(Object message) {
        hasPassedOn = true;
        here.fireChannelRead(message);
    }

    /** Everything has been read that has come so far. The handlers behind are told, unless all of it was answered here, and they would have nothing to do. */
    void readComplete() {
        if (writer != null) {
            writer.flush();
        }
        boolean isAllAnswered = hasAnswered && !hasPassedOn;
        hasAnswered = false;
        hasPassedOn = false;
        if (!isAllAnswered || !here.channel().config().isAutoRead()) { // without it, they have to ask for more
            here.fireChannelReadComplete();
        }
    }

    /** The connection takes more. */
    void writable() {
        if (stream != null) {
            stream.writable();
        }
    }

    /** The connection has ended. */
    void closed() {
        KnownStream open = stream;
        if (open != null) {
            stream = null;
            open.closed();
        }
        if (held != null) {
            held.release();
        }
    }

    /** Whether it wants to know how the request is answered that came last. */
    public boolean isLearning() {
        return learning != null;
    }

    /** The request that came last has been answered with this body, and such requests may be answered so again. */
    public void learnWhole(KnownRequests.Repeat repeat, ByteBuf body) {
        if (learning != null) {
            learning.answered(repeat, body);
        }
    }

    /** The request that came last is being answered in pieces, and such requests may be answered so again. */
    public void learnBegun(KnownRequests.Repeat repeat) {
        if (learning != null) {
            learning.answersInPieces(repeat);
        }
    }
}
