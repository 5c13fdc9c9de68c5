package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.reprise.server.network.VertxInternals;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of HTTP/1.1 (RFC 9112) as Netty does, knows where in a request the client is, and keeps what went wrong in the place of
 * closing the connection without a word.
 */
public final class RequestDecoder extends HttpRequestDecoder {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern LATER_MINOR = Pattern.compile("HTTP/1\\.[2-9]");
    private static final Pattern OTHER_VERSION = Pattern.compile("HTTP/[0-9](?:\\.[0-9])?");
    private static final Optional<RefusedRequest> NO_NAME =
            Optional.of(new RefusedRequest(400, "a field of this request has no name (RFC 9110, 5.1)"));
    private static final int LINE_BUFFER = 256;
    /** How long the body of a request may be that changes the protocol, in bytes. */
    private static final int MOST_OF_UPGRADE = 64 << 10;

    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    /** In the place of a target where the request line cannot be read. */
    public static final String UNREADABLE_LINE = "/bad-request";

    private @Nullable ChannelHandlerContext context;
    /** The request of which the line has been read, but not all of its head. */
    private @Nullable HttpMessage begun;

    private Optional<RefusedRequest> wrongVersion = Optional.empty();
    private Optional<RefusedRequest> brokenBody = Optional.empty();
    private boolean isInBody;
    private boolean isDone;
    private boolean isRemoved;
    private boolean hasInvalidHead;
    private int heads;
    /** Whether nothing of the body of the latest request has come. */
    private boolean isAtBody;
    /** Who takes the body of the latest request, past Vert.x, which would copy it; nobody if null. */
    private @Nullable Consumer<ByteBuf> body;

    /** @param maxHead of the request line, and of the header, in bytes */
    private RequestDecoder(int maxHead) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxHead)
                .setMaxHeaderSize(maxHead)
                .setInitialBufferSize(LINE_BUFFER));
    }

    /**
     * Vert.x puts a decoder of its own into the pipeline as soon as it gets a byte that is not of HTTP/2; an empty line, which means nothing, lets it do so, and the
     * decoder is replaced before it gets anything else.
     *
     * @param watch that passes bytes on to it
     */
    static RequestDecoder inPlaceOfTheirs(ChannelHandlerContext watch, int maxHead) {
        watch.fireChannelRead(Unpooled.wrappedBuffer(EMPTY_LINE));
        RequestDecoder own = new RequestDecoder(maxHead);
        watch.pipeline().replace(VertxInternals.HTTP_1_DECODER, VertxInternals.HTTP_1_DECODER, own);
        return own;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext removed) throws Exception {
        isRemoved = true;
        super.handlerRemoved0(removed);
    }

    /** Whether the connection is no longer one of HTTP/1.1. */
    boolean isRemoved() {
        return isRemoved;
    }

    /** Whether the latest head was one that Vert.x closes the connection after. */
    boolean hasInvalidHead() {
        return hasInvalidHead;
    }

    /** How many heads have been read so far. */
    int heads() {
        return heads;
    }

    /** Whether bytes of a head have come, but not all. */
    boolean isInHead() {
        return !isDone && !isInBody && (begun != null || actualReadableBytes() > 0);
    }

    /** Whether a head has come, but not all of its body. */
    boolean isInBody() {
        return !isDone && isInBody;
    }

    /** Whether the next byte is the first of a request. */
    boolean isBetweenRequests() {
        return !isInHead() && !isInBody();
    }

    /** Why the body of the latest request cannot be read. */
    Optional<RefusedRequest> brokenBody() {
        return brokenBody;
    }

    /**
     * Has the body of the latest request given to {@code taker}, which must not throw, and which has the bytes only as long as it is called; whoever comes after this decoder gets an empty one.
     *
     * @return false if some of the body has gone there already: then nothing changes
     */
    boolean giveBody(Consumer<ByteBuf> taker) {
        if (isAtBody) {
            body = taker;
        }
        return isAtBody;
    }

    /** Reads nothing more; what comes is thrown away. */
    void stop() {
        isDone = true;
    }

    /** Has the request refused whose head has not come. */
    void refuseHead(RefusedRequest why) {
        HttpMessage refused = begun == null ? createInvalidMessage() : begun;
        refused.setDecoderResult(DecoderResult.failure(why));
        begun = null;
        heads++;
        isDone = true;
        hasInvalidHead = true;
        ChannelHandlerContext here = Objects.requireNonNull(context);
        here.fireChannelRead(refused);
        here.fireChannelReadComplete();
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        if (!TOKEN.matcher(line[0]).matches()) {
            throw new IllegalArgumentException("the method is not a token");
        }
        begun = new DefaultHttpRequest(
                version(line[2]), HttpMethod.valueOf(line[0]), line[1], VertxInternals.emptyHeaders());
        return begun;
    }

    @Override
    protected HttpMessage createInvalidMessage() {
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, UNREADABLE_LINE, VertxInternals.emptyHeaders());
    }

    /** A later minor version is understood as 1.1 (RFC 9110, 2.5). */
    private HttpVersion version(String text) {
        if (text.equals("HTTP/1.1") || LATER_MINOR.matcher(text).matches()) {
            return HttpVersion.HTTP_1_1;
        }
        if (text.equals("HTTP/1.0")) {
            return HttpVersion.HTTP_1_0;
        }
        if (!OTHER_VERSION.matcher(text).matches()) {
            throw new IllegalArgumentException("the request line has no version of HTTP");
        }
        wrongVersion = Optional.of(new RefusedRequest(
                505, "version '" + text + "' is not supported here; HTTP/1.1, HTTP/1.0 and HTTP/2 are"));
        return HttpVersion.HTTP_1_1;
    }

    @Override
    protected void decode(ChannelHandlerContext here, ByteBuf in, List<Object> out) throws Exception {
        if (isDone) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int before = out.size();
        super.decode(here, in, out);
        for (int i = before; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest request) {
                noteHead(request);
            } else if (out.get(i) instanceof HttpContent content) {
                if (!noteContent(content)) {
                    ReferenceCountUtil.release(out.remove(i));
                } else if (body != null) {
                    out.set(i, given(content, body));
                }
            }
        }
    }

    private void noteHead(HttpRequest request) {
        begun = null;
        heads++;
        if (request.decoderResult().isSuccess()) {
            Optional<RefusedRequest> wrong = request.headers().contains("") ? NO_NAME : wrongVersion;
            wrong.ifPresent(why -> request.setDecoderResult(DecoderResult.failure(why)));
        }
        isDone = request.decoderResult().isFailure();
        hasInvalidHead = isDone;
        isInBody = !isDone;
        isAtBody = isInBody;
        body = null;
        boolean isUpgrade = !isDone && request.headers().contains(HttpHeaderNames.UPGRADE);
        if (isUpgrade && (!VertxInternals.mayUpgrade(request) || hasLargeBody(request))) {
            request.headers()
                    .remove(HttpHeaderNames.UPGRADE); // who cannot upgrade is answered all the same (RFC 9110, 7.8)
        }
    }

    /** Whether a client that reads the answer only after its body, or waits for leave to send it, would wait for ever: Vert.x changes to HTTP/2 at once. */
    private static boolean hasLargeBody(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.EXPECT)
                || HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) > MOST_OF_UPGRADE;
    }

    /** What is left of the content once {@code taker} has its bytes: where it ends, and its trailers. */
    private HttpContent given(HttpContent content, Consumer<ByteBuf> taker) {
        HttpContent rest = content.replace(Unpooled.EMPTY_BUFFER);
        if (rest instanceof LastHttpContent) {
            body = null;
        }
        try {
            if (content.content().isReadable()) {
                taker.accept(content.content());
            }
        } finally {
            content.release();
        }
        return rest;
    }

    /** Whether it is one that can be passed on. */
    private boolean noteContent(HttpContent content) {
        isAtBody = false;
        if (content.decoderResult().isFailure()) {
            brokenBody = Optional.of(new RefusedRequest(
                    400, "the body of this request is not in the chunked coding that it announces (RFC 9112, 7.1)"));
            isDone = true;
            return false;
        }
        isInBody = !(content instanceof LastHttpContent);
        return true;
    }

    /** The end of the connection is looked at by {@link ConnectionWatch}. */
    @Override
    protected void decodeLast(ChannelHandlerContext here, ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
    }
}
