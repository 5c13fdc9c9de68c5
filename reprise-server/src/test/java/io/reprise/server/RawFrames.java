package io.reprise.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Frames of a WebSocket (RFC 6455, 5.2) over a plain socket, also wrong ones; written without any library, so that it checks the server's. */
final class RawFrames implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** One frame as it came. */
    record Frame(boolean isLast, int opcode, boolean isMasked, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Of a close frame; 1005 if it has none. */
        int code() {
            return bytes.length < 2 ? 1_005 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        }

        String reason() {
            return bytes.length < 2 ? "" : new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean masks;

    RawFrames(Socket socket, InputStream in, boolean masks) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.masks = masks;
    }

    Socket socket() {
        return socket;
    }

    void text(String text) throws IOException {
        write(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void close(int code, String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[2 + text.length];
        bytes[0] = (byte) (code >> 8);
        bytes[1] = (byte) code;
        System.arraycopy(text, 0, bytes, 2, text.length);
        write(true, CLOSE, bytes);
    }

    void write(boolean isLast, int opcode, byte[] bytes) throws IOException {
        write((isLast ? 0x80 : 0) | opcode, masks, bytes);
    }

    /** Texts that may come in one read. */
    void texts(List<String> texts) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String text : texts) {
            frames.writeBytes(frame(0x80 | TEXT, masks, text.getBytes(StandardCharsets.UTF_8)));
        }
        raw(frames.toByteArray());
    }

    /** @param first byte of the frame */
    void write(int first, boolean isMasked, byte[] bytes) throws IOException {
        raw(frame(first, isMasked, bytes));
    }

    private static byte[] frame(int first, boolean isMasked, byte[] bytes) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int mask = isMasked ? 0x80 : 0;
        if (bytes.length < 126) {
            frame.write(mask | bytes.length);
        } else if (bytes.length < 1 << 16) {
            frame.write(mask | 126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) bytes.length >> shift));
            }
        }
        byte[] key = {1, 2, 3, 4};
        byte[] content = bytes.clone();
        if (isMasked) {
            frame.writeBytes(key);
            for (int i = 0; i < content.length; i++) {
                content[i] ^= key[i % 4];
            }
        }
        frame.writeBytes(content);
        return frame.toByteArray();
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next frame that is no ping, which is answered. */
    Frame read() throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.opcode() != PING) {
                return frame;
            }
            write(true, PONG, frame.bytes());
        }
    }

    /** @throws EOFException at the end of the connection */
    Frame next() throws IOException {
        int first = one();
        int second = one();
        long length = second & 0x7f;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (more > 0) {
            length = 0;
            for (int i = 0; i < more; i++) {
                length = length << 8 | one();
            }
        }
        boolean isMasked = (second & 0x80) != 0;
        byte[] key = isMasked ? in.readNBytes(4) : new byte[4];
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("half a frame");
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= key[i % 4];
        }
        return new Frame((first & 0x80) != 0, first & 0x0f, isMasked, bytes);
    }

    private int one() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the connection has ended");
        }
        return next;
    }

    /** The text of the next message, of however many frames. */
    String message() throws IOException {
        Frame frame = read();
        if (frame.opcode() == CLOSE) {
            throw new IOException("closed with " + frame.code() + " " + frame.reason());
        }
        byte[] all = frame.bytes();
        while (!frame.isLast()) {
            frame = read();
            int before = all.length;
            all = Arrays.copyOf(all, before + frame.bytes().length);
            System.arraycopy(frame.bytes(), 0, all, before, frame.bytes().length);
        }
        return new String(all, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
