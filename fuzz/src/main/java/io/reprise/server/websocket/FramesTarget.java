package io.reprise.server.websocket;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.fuzz.Expect;
import io.reprise.fuzz.FuzzTarget;
import io.reprise.fuzz.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Frames and handshakes of WebSockets: messages do not depend on how the bytes are cut, and are no longer than allowed. */
public final class FramesTarget implements FuzzTarget {
    private static final int MOST = 4_096;

    /** A first byte of text, masked with zeros. */
    private static final byte[] FRAME = {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};

    @Override
    public void check(Input input) {
        for (FrameCodec.Side side : FrameCodec.Side.values()) {
            List<Object> whole = messages(side, List.of(input.bytes()));
            Expect.same(messages(side, input.pieces(input.bytes(), 1)), whole, "the messages of single bytes");
            Expect.same(messages(side, input.pieces(input.bytes(), 9)), whole, "the messages of small pieces");
        }
        Headers headers = Input.headers(input.text());
        Handshake handshake = Handshake.of(headers);
        if (Handshake.refusal("GET", headers).isEmpty()) {
            Headers answer = handshake.answer(handshake.protocols().stream().findFirst());
            Expect.that(handshake.isAccepted(answer), "a handshake accepts its answer");
        }
        Handshake.refusal("GET", headers).ifPresent(refusal -> Expect.isSentence(refusal.reason()));
        Expect.same(
                Handshake.endToEnd(Handshake.endToEnd(headers)), Handshake.endToEnd(headers), "the end-to-end fields");
    }

    /** The messages and the control frames that are read, and how that ended. */
    private static List<Object> messages(FrameCodec.Side side, List<Bytes> pieces) {
        List<Object> read = new ArrayList<>();
        MessageAssembler assembler = new MessageAssembler(MOST);
        try (FrameCodec codec = new FrameCodec(side, MOST)) {
            for (Bytes piece : pieces) {
                codec.read(Unpooled.wrappedBuffer(piece.toArray()), frame -> add(frame, assembler, read));
            }
        } catch (DecoderException wrong) {
            read.add("broken");
        }
        return read;
    }

    private static void add(WebSocketFrame frame, MessageAssembler assembler, List<Object> read) {
        boolean isMessage = frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
        Expect.that(frame.content().readableBytes() <= MOST, "a frame is no longer than allowed");
        if (!isMessage) {
            read.add(frame.getClass().getSimpleName());
            return;
        }
        Optional<Message> message = assembler.add(frame);
        message.ifPresent(whole -> {
            Expect.that(whole.bytes().size() <= MOST, "a message is no longer than allowed");
            Expect.that(whole.isBinary() || whole.bytes().decode().isPresent(), "text is UTF-8");
            read.add(whole);
        });
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.owning(FRAME),
                Bytes.owning(
                        new byte[] {0x01, (byte) 0x81, 0, 0, 0, 0, 'a', (byte) 0x80, (byte) 0x81, 0, 0, 0, 0, 'b'}),
                Bytes.owning(new byte[] {(byte) 0x88, 0x02, 0x03, (byte) 0xe8}),
                Bytes.owning(new byte[] {(byte) 0x82, 0x7f, 0, 0, 0, 1, 0, 0, 0, 0}),
                Bytes.utf8(
                        "sec-websocket-version: 13\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\nsec-websocket-protocol: a, b\n"));
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}
