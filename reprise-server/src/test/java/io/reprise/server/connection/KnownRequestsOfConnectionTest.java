package io.reprise.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownRequestsOfConnectionTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n";

    private final List<String> log = new ArrayList<>();
    private final KnownRequests known = new KnownRequests(1 << 20, log::add);
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new ChannelInboundHandlerAdapter(), new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext watch = channel.pipeline().firstContext();
    private final KnownRequests.Asker asker = known.new Asker();
    private int heads;

    /** The number of its turn is the body. */
    private static final class Counting implements KnownRequests.Repeat {
        int turns;
        boolean isOver;

        @Nullable RuntimeException thrown;

        @Override
        public @Nullable ByteBuf next(long startNanos) {
            if (thrown != null) {
                throw thrown;
            }
            return isOver ? null : body(++turns);
        }

        @Override
        public boolean isOver() {
            return isOver;
        }
    }

    private static ByteBuf body(int number) {
        return Unpooled.copiedBuffer("%02d".formatted(number), StandardCharsets.US_ASCII);
    }

    private boolean isAnswered(String request) {
        ByteBuf bytes = Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII);
        try {
            return asker.isAnswered(watch, bytes, heads);
        } finally {
            asker.flush(watch);
            bytes.release();
        }
    }

    /** The ordinary way, which answers a request that is not known. */
    private void answer(String head, ByteBuf body, KnownRequests.Repeat repeat) {
        channel.pipeline()
                .lastContext()
                .writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body(0).array()));
        asker.learn(repeat, body);
        heads++;
        written();
    }

    private String written() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.append(bytes.toString(StandardCharsets.US_ASCII));
        }
        return all.toString();
    }

    private Counting learned(String request, String head) {
        Counting repeat = new Counting();
        for (int asked = 0; asked < 2; asked++) {
            assertThat(isAnswered(request)).isFalse();
            answer(head, body(0), repeat);
        }
        return repeat;
    }

    @Test
    void whatCameTwiceIsAnsweredWithTheHeadOfThen() {
        Counting repeat = learned("GET / HTTP/1.1\r\n\r\n", HEAD);

        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isTrue();
        assertThat(written()).isEqualTo(HEAD + "01");
        assertThat(isAnswered("GET /x HTTP/1.1\r\n\r\n")).isFalse();
        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isTrue();
        assertThat(written()).isEqualTo(HEAD + "02");
        assertThat(repeat.turns).isEqualTo(2);
        assertThat(known.answered()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n" + HEAD,
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n--",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n"
            })
    void anAnswerOfAnotherShapeIsNotRepeated(String head) {
        learned("GET / HTTP/1.1\r\n\r\n", head);

        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isFalse();
    }

    @Test
    void severalRequestsThatCameAtOnceAreNotRemembered() {
        learned("GET / HTTP/1.1\r\n\r\n", HEAD);
        learned("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n", HEAD);
        heads++;

        assertThat(isAnswered("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n")).isFalse();
        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isTrue();
    }

    @Test
    void theBeginningOfARequestIsNotRemembered() {
        String head = "POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n";
        for (int i = 0; i < 3; i++) {
            assertThat(isAnswered(head)).isFalse();
            asker.noteMore();
            answer(HEAD, body(0), new Counting());
        }
    }

    @Test
    void whatIsOverIsLearnedAnew() {
        Counting first = learned("GET / HTTP/1.1\r\n\r\n", HEAD);
        first.isOver = true;
        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isFalse();

        Counting second = new Counting();
        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isFalse();
        answer(HEAD, body(0), second);

        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isTrue();
        assertThat(second.turns).isOne();
        assertThat(first.turns).isZero();
    }

    @Test
    void whatThrowsIsSaidAndTheRequestIsDecoded() {
        Counting repeat = learned("GET / HTTP/1.1\r\n\r\n", HEAD);
        repeat.thrown = new IllegalStateException("broken");

        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isFalse();

        assertThat(written()).isEmpty();
        assertThat(log).singleElement().asString().contains("broken");
    }

    @Test
    void aLongRequestIsNotRemembered() {
        String request = "POST / HTTP/1.1\r\n\r\n" + "x".repeat(17 << 10);
        learned(request, HEAD);

        assertThat(isAnswered(request)).isFalse();
    }
}
