package io.reprise.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.server.request.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndMarkSearchTest {
    private static final int LARGEST = 100_000;
    private static final String EVENTS = "data: {\"a\":1}\n\ndata: [DONE]";

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, EVENTS + "\n\n"})
    void findsTheMarkWhereverTheStreamIsCutAndWheneverItLooks(String events) {
        int mark = EVENTS.length();
        EndMarkSearch search = search(Headers.of("content-type", "text/event-stream"));
        List<ArrivedPiece> pieces = new ArrayList<>();

        for (int i = 0; i < events.length(); i++) {
            pieces.add(new ArrivedPiece(i, bytes(events.substring(i, i + 1).getBytes(StandardCharsets.UTF_8))));

            assertThat(search.isIn(pieces)).as("after %d bytes", i + 1).isEqualTo(i + 1 >= mark);
        }
    }

    @Test
    void findsTheMarkInACodedStreamThatHasNotEnded() throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(coded, true);
        EndMarkSearch search = search(Headers.of("content-type", "text/event-stream", "content-encoding", "gzip"));
        List<ArrivedPiece> pieces = new ArrayList<>();

        for (String event : List.of("data: {\"a\":1}\n\n", "data: {\"a\":2}\n\n", "data: [DONE]\n\n")) {
            gzip.write(event.getBytes(StandardCharsets.UTF_8));
            gzip.flush();
            pieces.add(new ArrivedPiece(0, bytes(coded.toByteArray())));
            coded.reset();

            assertThat(search.isIn(pieces)).isEqualTo(event.contains("DONE"));
        }
        search.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {LARGEST - 1_000, LARGEST + 1_000})
    void looksNoFurtherThanAChunkThatFitsIntoTheMemory(int size) {
        EndMarkSearch search = search(Headers.of("content-type", "text/event-stream"));
        List<ArrivedPiece> pieces = new ArrayList<>();
        byte[] part = "x".repeat(size / 4).getBytes(StandardCharsets.UTF_8);
        pieces.add(new ArrivedPiece(0, bytes("data: ".getBytes(StandardCharsets.UTF_8))));
        for (int i = 0; i < 3; i++) {
            pieces.add(new ArrivedPiece(i, bytes(part)));

            assertThat(search.isIn(pieces)).isFalse();
        }
        pieces.add(new ArrivedPiece(5, bytes(part)));
        pieces.add(new ArrivedPiece(5, bytes("\n\ndata: [DONE]\n\n".getBytes(StandardCharsets.UTF_8))));

        assertThat(search.isIn(pieces)).isEqualTo(size < LARGEST);
    }

    /** As an event loop does, while a worker reads a file. */
    @Test
    @Timeout(30)
    void closesWithoutWaitingForASearchThatIsUnderWay() throws Exception {
        EndMarkSearch search = search(Headers.of("content-type", "text/event-stream"));
        CountDownLatch isReading = new CountDownLatch(1);
        CountDownLatch mayRead = new CountDownLatch(1);
        ArrivedPiece.Source slow = (from, length) -> {
            isReading.countDown();
            try {
                mayRead.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            return "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
        };
        List<ArrivedPiece> pieces = List.of(new ArrivedPiece(0, 14, slow, 0), new ArrivedPiece(0, 14, slow, 14));
        CompletableFuture<Boolean> searching = CompletableFuture.supplyAsync(() -> search.isIn(pieces));
        isReading.await();

        search.close();
        mayRead.countDown();

        assertThat(searching.get()).isTrue(); // the first piece had it
        assertThat(search.isIn(pieces)).isTrue();
    }

    @Test
    void findsNoneInABodyThatIsNoStream() {
        EndMarkSearch search = search(Headers.of("content-type", "application/json"));

        assertThat(search.isIn(
                        List.of(new ArrivedPiece(0, bytes("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8))))))
                .isFalse();
    }

    private static ByteBuf bytes(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }

    private static EndMarkSearch search(Headers headers) {
        return new EndMarkSearch(
                ApiFamilies.parse(Request.post("/v1/chat/completions", "{}")),
                new ResponseHead(200, headers),
                DecodingLimits.of(1 << 20),
                LARGEST);
    }
}
