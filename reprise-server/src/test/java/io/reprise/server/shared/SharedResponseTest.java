package io.reprise.server.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.SpillFiles;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    private static SharedResponse.Progress.Arrived arrived(SharedResponse response, int received) {
        return (SharedResponse.Progress.Arrived) response.progress(received);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Test
    void forgetsWhatIsTooLargeWhereNobodyReceivesIt() {
        SharedResponse response = response("");

        response.arrived(Unpooled.wrappedBuffer(new byte[(1 << 20) + 1]));
        response.arrived(bytes("more"));

        assertThat(response.loss()).hasValueSatisfying(why -> assertThat(why).contains("limits.max-recording"));
        assertThat(response.pieces()).isEmpty();
    }

    @Test
    void holdsBackOnlyTheLastByteOfABodyWithALengthUntilItIsKept() {
        SharedResponse response = response("11");

        response.arrived(bytes("hello "));
        assertThat(next(response, 0)).isEqualTo("hello ");

        response.arrived(bytes("world"));
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

        response.arrived(bytes("hello"));
        response.end(BodyEnd.WHOLE);

        assertThat(next(response, 0)).isEqualTo("hello");
        assertThat(arrived(response, 1).end()).isEmpty();
    }
}
