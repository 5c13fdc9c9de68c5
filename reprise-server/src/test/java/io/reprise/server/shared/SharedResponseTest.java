package io.reprise.server.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.SpillFiles;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SharedResponseTest {
    private static final AnswerMemory MEMORY = new AnswerMemory(
            new MemoryBudget(64 << 20), new SpillFiles(Path.of("no such directory")), Runnable::run, 1 << 20);

    private static SharedResponse response(String contentLength) {
        SharedResponse response = new SharedResponse(true, MEMORY);
        long length = contentLength.isEmpty() ? -1 : Long.parseLong(contentLength);
        response.begin(new ResponseHead(200, Headers.NONE), length, false);
        return response;
    }

    private static String next(SharedResponse response, int received) {
        return arrived(response, received).next().stream()
                .map(piece -> new String(piece.read(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("|"));
    }

    private static Progress.Arrived arrived(SharedResponse response, int received) {
        return (Progress.Arrived) response.progress(received);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Test
    void countsTimesFromWhenTheUpstreamWasAsked() {
        SharedResponse response = response("");
        long asked = System.nanoTime() - TimeUnit.SECONDS.toNanos(100);

        response.askedAt(asked);
        response.arrived(bytes("first"), asked + TimeUnit.MILLISECONDS.toNanos(7));
        response.arrived(bytes("second"), asked + TimeUnit.SECONDS.toNanos(3));

        assertThat(response.pieces()).extracting(ArrivedPiece::at).containsExactly(7L, 3_000L);
    }

    @Test
    void forgetsWhatIsTooLargeWhereNobodyReceivesIt() {
        SharedResponse response = response("");

        response.arrived(Unpooled.wrappedBuffer(new byte[(1 << 20) + 1]), System.nanoTime());
        response.arrived(bytes("more"), System.nanoTime());

        assertThat(response.loss()).hasValueSatisfying(why -> assertThat(why).contains("limits.max-recording"));
        assertThat(response.pieces()).isEmpty();
    }

    @Test
    void holdsBackOnlyTheLastByteOfABodyWithALengthUntilItIsKept() {
        SharedResponse response = response("11");

        response.arrived(bytes("hello "), System.nanoTime());
        assertThat(next(response, 0)).isEqualTo("hello ");

        response.arrived(bytes("world"), System.nanoTime());
        assertThat(next(response, 1)).isEqualTo("worl");

        response.end(BodyEnd.WHOLE);
        assertThat(next(response, 2)).isEmpty();
        assertThat(arrived(response, 2).end()).isEmpty();

        response.release();
        assertThat(next(response, 2)).isEqualTo("d");
        assertThat(arrived(response, 3).end()).contains(BodyEnd.WHOLE);
    }

    @Test
    void holdsBackTheEndAloneOfABodyWithoutALength() {
        SharedResponse response = response("");

        response.arrived(bytes("hello"), System.nanoTime());
        response.end(BodyEnd.WHOLE);

        assertThat(next(response, 0)).isEqualTo("hello");
        assertThat(arrived(response, 1).end()).isEmpty();
    }
}
