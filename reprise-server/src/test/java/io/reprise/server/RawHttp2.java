package io.reprise.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 with prior knowledge that sends frames as a test says (RFC 9113), without a library for anything but HPACK. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;

    private static final int FRAME = 16_384;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);

    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean isLast() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** Of RST_STREAM, or GOAWAY. */
        int error() {
            int at = type == GOAWAY ? 4 : 0;
            return (payload[at] & 255) << 24
                    | (payload[at + 1] & 255) << 16
                    | (payload[at + 2] & 255) << 8
                    | payload[at + 3] & 255;
        }
    }

    /**
     * What came of one stream.
     *
     * @param status 0 if there was none
     * @param end the last frame; of type DATA or HEADERS if the answer was whole
     */
    record Answer(int status, String body, Frame end) {}

    RawHttp2(RepriseServer server, byte[] settings) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, settings);
    }

    RawHttp2(RepriseServer server) throws IOException {
        this(server, new byte[0]);
    }

    private OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuf frame = Unpooled.buffer();
        frame.writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        frame.readBytes(out(), frame.readableBytes());
    }

    static Http2Headers request(String method, String path) {
        return new DefaultHttp2Headers()
                .method(method)
                .scheme("http")
                .authority("127.0.0.1")
                .path(path);
    }

    /** Sends the head of a request, in as many frames as it takes. */
    void head(int stream, Http2Headers headers, boolean isLast) throws IOException {
        byte[] block = block(stream, headers);
        for (int from = 0; from < block.length; from += FRAME) {
            byte[] part = java.util.Arrays.copyOfRange(block, from, Math.min(block.length, from + FRAME));
            int flags = (from == 0 && isLast ? END_STREAM : 0) | (from + FRAME >= block.length ? END_HEADERS : 0);
            frame(from == 0 ? HEADERS : CONTINUATION, flags, stream, part);
        }
    }

    byte[] block(int stream, Http2Headers headers) throws IOException {
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(stream, headers, block);
        } catch (Http2Exception wrong) {
            throw new IOException(wrong);
        }
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        return bytes;
    }

    /** The next frame; acknowledges settings and opens windows, unless told not to. */
    Frame read(boolean opensWindows) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        Frame frame = new Frame(type, flags, stream, in.readNBytes(length));
        if (type == SETTINGS && (flags & ACK) == 0) {
            frame(SETTINGS, ACK, 0, new byte[0]);
        }
        if (type == DATA && length > 0 && opensWindows) {
            byte[] more = {0, 0, (byte) (length >> 8), (byte) length};
            frame(WINDOW_UPDATE, 0, 0, more);
            frame(WINDOW_UPDATE, 0, stream, more);
        }
        return frame;
    }

    /** The answer of a stream; frames of others are thrown away. */
    Answer answer(int stream) throws IOException {
        int status = 0;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = read(true);
            boolean isOfStream = frame.stream() == stream;
            if (frame.type() == GOAWAY && frame.error() != 0 || isOfStream && frame.type() == RST_STREAM) {
                return new Answer(status, body.toString(StandardCharsets.UTF_8), frame);
            }
            if (frame.type() == HEADERS) {
                int read = status(frame);
                if (isOfStream && read >= 200) {
                    status = read;
                }
            }
            if (isOfStream && frame.type() == DATA) {
                body.writeBytes(frame.payload());
            }
            if (isOfStream && frame.isLast()) {
                return new Answer(status, body.toString(StandardCharsets.UTF_8), frame);
            }
        }
    }

    private int status(Frame frame) throws IOException {
        try {
            int priority = (frame.flags() & PRIORITY) == 0 ? 0 : 5;
            ByteBuf block = Unpooled.wrappedBuffer(frame.payload()).skipBytes(priority);
            CharSequence status = decoder.decodeHeaders(frame.stream(), block).status();
            return Integer.parseInt(status.toString());
        } catch (Http2Exception wrong) {
            throw new IOException(wrong);
        }
    }

    /** Reads until this type of frame comes, or the connection ends. */
    boolean sees(int type) throws IOException {
        try {
            while (true) {
                Frame frame = read(false);
                if (frame.type() == HEADERS) {
                    status(frame); // the table of HPACK belongs to the connection
                }
                if (frame.type() == type) {
                    return true;
                }
            }
        } catch (EOFException | java.net.SocketException ended) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
