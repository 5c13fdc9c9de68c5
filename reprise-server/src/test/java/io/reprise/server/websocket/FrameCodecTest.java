package io.reprise.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.reprise.server.websocket.FrameCodec.Side;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final byte[] TEXT_A = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a'};
    private static final byte[] BEGIN_OF_NO_TEXT = {0x01, (byte) 0x81, 0, 0, 0, 0, (byte) 0xa5};
    private static final byte[] END_B = {(byte) 0x80, (byte) 0x81, 0, 0, 0, 0, 'b'};

    @Test
    void readsNoFrameAfterAWrongOneWhereverTheBytesAreCut() {
        byte[] bytes = ByteBuffer.allocate(21)
                .put(TEXT_A)
                .put(BEGIN_OF_NO_TEXT)
                .put(END_B)
                .array();

        for (int size = 1; size <= bytes.length; size++) {
            List<String> frames = new ArrayList<>();
            int most = size;

            assertThatThrownBy(() -> read(bytes, most, frames)).isInstanceOf(CorruptedWebSocketFrameException.class);
            assertThat(frames).as("pieces of %d", size).containsExactly("a");
        }
    }

    private static void read(byte[] bytes, int size, List<String> frames) {
        try (FrameCodec codec = new FrameCodec(Side.SERVER, 100)) {
            for (int from = 0; from < bytes.length; from += size) {
                codec.read(
                        Unpooled.copiedBuffer(bytes, from, Math.min(size, bytes.length - from)),
                        frame -> frames.add(frame.content().toString(StandardCharsets.UTF_8)));
            }
        }
    }
}
