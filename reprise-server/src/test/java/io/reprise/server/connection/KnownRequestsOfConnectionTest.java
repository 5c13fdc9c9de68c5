package io.reprise.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownRequestsOfConnectionTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n";

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

    private final List<String> log = new ArrayList<>();
    private final KnownRequests known = new KnownRequests(1 << 20, log::add);
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new ChannelInboundHandlerAdapter(), new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext watch = channel.pipeline().firstContext();
    private final List<String> told = new ArrayList<>();
    private final KnownAnswers asker = new KnownAnswers(known, new Telling(), watch);
    private final List<Boolean> wasReading = new ArrayList<>();
    /** How much has been told when nothing more is to be read. */
    private int stopsReadingAt;

    private int heads;

    /** The number of its turn is the body. */
    private static final class Counting implements KnownRequests.Repeat {
        int turns;
        boolean isOver;

        @Nullable RuntimeException thrown;

        @Override
        public boolean answer(long startNanos, KnownRequests.Client client) {
            if (thrown != null) {
                throw thrown;
            }
            if (!isOver) {
                client.respond(body(++turns));
            }
            return !isOver;
        }

        @Override
        public KnownRequests.Shape shape() {
            return new KnownRequests.Shape(200, 2);
        }

        @Override
        public boolean isOver() {
            return isOver;
        }
    }

    /** Notes what it is told. */
    private final class Telling implements KnownAnswers.Reading {
        @Override
        public void streamBegun(ClientExchange its) {
            told.add("begun");
        }

        @Override
        public void streamEnded(ClientExchange its) {
            told.add("ended");
        }

        @Override
        public void readHeld(ByteBuf bytes) {
            told.add(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
            wasReading.add(channel.config().isAutoRead());
            if (told.size() == stopsReadingAt) {
                channel.config().setAutoRead(false); // as Vert.x does when requests wait
            }
        }
    }

    /** Begins an answer in pieces, which the test goes on with. */
    private static final class Streaming implements KnownRequests.Repeat {
        KnownRequests.@Nullable Stream stream;

        @Override
        public boolean answer(long startNanos, KnownRequests.Client client) {
            stream = client.stream();
            return true;
        }

        @Override
        public KnownRequests.Shape shape() {
            return new KnownRequests.Shape(200, -1);
        }

        @Override
        public boolean isOver() {
            return false;
        }

        KnownRequests.Stream stream() {
            return Objects.requireNonNull(stream);
        }
    }

    private static ByteBuf body(int number) {
        return Unpooled.copiedBuffer("%02d".formatted(number), StandardCharsets.US_ASCII);
    }

    private boolean isAnswered(String request) {
        ByteBuf bytes = Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII);
        try {
            return asker.isAnswered(bytes, heads);
        } finally {
            asker.readComplete();
            bytes.release();
        }
    }

    /** The ordinary way, which answers a request that is not known. */
    private void answer(String head, ByteBuf body, KnownRequests.Repeat repeat) {
        channel.pipeline()
                .lastContext()
                .writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body(0).array()));
        asker.learnWhole(repeat, body);
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

    /** To tell handlers behind of what is not theirs takes time. */
    @Test
    void handlersBehindAreToldOfWhatWasReadUnlessAllOfItWasAnswered() {
        learned("GET / HTTP/1.1\r\n\r\n", HEAD);
        AtomicInteger told = new AtomicInteger();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelReadComplete(ChannelHandlerContext here) {
                told.incrementAndGet();
            }
        });

        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isTrue();
        assertThat(told).hasValue(0);

        asker.readComplete();
        assertThat(told).as("nothing was answered").hasValue(1);

        asker.isAnswered(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII), heads);
        asker.passOn(Unpooled.EMPTY_BUFFER);
        asker.readComplete();
        assertThat(told).as("not all was answered").hasValue(2);

        channel.config().setAutoRead(false);
        assertThat(isAnswered("GET / HTTP/1.1\r\n\r\n")).isTrue();
        assertThat(told).as("who reads only what is asked for has to ask again").hasValue(3);
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

    private Streaming learnedInPieces(String request, String head) {
        Streaming repeat = new Streaming();
        for (int asked = 0; asked < 2; asked++) {
            assertThat(isAnswered(request)).isFalse();
            channel.pipeline()
                    .lastContext()
                    .writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII)));
            asker.learnBegun(repeat);
            heads++;
            written();
        }
        return repeat;
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    @Test
    void anAnswerInPiecesHasTheHeadOfThenAndAnEnd() {
        Streaming repeat = learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);

        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        assertThat(written()).isEmpty();
        repeat.stream().sendFramed(ascii("2\r\nab\r\n3\r\ncde\r\n"), 0, 7);
        assertThat(written()).isEqualTo(CHUNKED + "2\r\nab\r\n");
        repeat.stream().sendLastFramed(ascii("2\r\nab\r\n3\r\ncde\r\n"), 7, 15);
        repeat.stream().end();

        assertThat(written()).isEqualTo("3\r\ncde\r\n0\r\n\r\n");
        assertThat(told).containsExactly("begun", "ended");
        assertThat(repeat.stream().firstBytesNanos()).isNotZero();
    }

    @Test
    void whatTheClientSendsMeanwhileIsReadAfterTheAnswer() {
        Streaming repeat = learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);
        assertThat(asker.holds(Unpooled.EMPTY_BUFFER)).isFalse();
        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();

        for (int i = 0; i < 20; i++) {
            assertThat(asker.holds(ascii("next" + i))).isTrue();
        }
        assertThat(channel.config().isAutoRead()).isFalse();
        repeat.stream().sendHead();
        repeat.stream().end();
        channel.runPendingTasks();

        assertThat(told).startsWith("begun", "ended", "next0", "next1").hasSize(22);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(asker.holds(Unpooled.EMPTY_BUFFER)).isFalse();
    }

    /** Holds 20 reads, which are handed on when the answer has ended. */
    private void endAnswerAfterReads() {
        Streaming repeat = learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);
        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(asker.holds(ascii("next" + i))).isTrue();
        }
        repeat.stream().end();
        channel.runPendingTasks();
    }

    @Test
    void whoeverIsHandedWhatWasHeldMayStopTheReading() {
        stopsReadingAt = 10;

        endAnswerAfterReads();

        assertThat(told).hasSize(22);
        assertThat(wasReading).startsWith(true, true).endsWith(false, false);
        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void aReadingThatOthersHaveStoppedStaysSo() {
        Streaming repeat = learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);
        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        channel.config().setAutoRead(false);
        for (int i = 0; i < 20; i++) {
            assertThat(asker.holds(ascii("next" + i))).isTrue();
        }

        repeat.stream().end();
        channel.runPendingTasks();

        assertThat(told).hasSize(22);
        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void aReadingThatOthersGoOnWithIsStoppedAgain() {
        learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);
        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        List<ByteBuf> held = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            held.add(ascii("next" + i));
            assertThat(asker.holds(held.get(i))).isTrue();
        }
        channel.config().setAutoRead(true);
        held.add(ascii("more"));
        assertThat(asker.holds(held.get(18))).isTrue();

        assertThat(channel.config().isAutoRead()).isFalse();
        asker.closed();
        assertThat(held).allMatch(bytes -> bytes.refCnt() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 500 Internal Server Error\r\ntransfer-encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n"
            })
    void anAnswerInPiecesThatHasNotTheHeadOfItsRecordingIsNotRepeated(String head) {
        learnedInPieces("POST / HTTP/1.1\r\n\r\n", head);

        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isFalse();
    }

    /** Takes nothing while it is slow. */
    private static final class SlowSocket extends ChannelOutboundHandlerAdapter {
        boolean isSlow;

        @Override
        public void flush(ChannelHandlerContext here) {
            if (!isSlow) {
                here.flush();
            }
        }
    }

    @Test
    void aConnectionThatIsClosedAfterAnAnswerIsClosedWhenAllOfItIsSent() {
        SlowSocket socket = new SlowSocket();
        channel.pipeline().addFirst(socket);
        Streaming repeat = learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);
        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        ChannelPromise closed = channel.newPromise();
        asker.closeAfterStream(closed, Duration.ofMinutes(1));
        socket.isSlow = true;

        repeat.stream().sendFramed(ascii("2\r\nab\r\n"), 0, 7);
        repeat.stream().end();
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isTrue();
        socket.isSlow = false;
        channel.flush();
        channel.runPendingTasks();
        assertThat(written()).isEqualTo(CHUNKED + "2\r\nab\r\n0\r\n\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(closed.isSuccess()).isTrue();
    }

    @Test
    void whatFailsBeforeItsHeadIsAnErrorAndAfterItClosesTheConnection() {
        Streaming repeat = learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);
        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        repeat.stream().fail();
        assertThat(written())
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .contains("its log says more");
        repeat.stream().fail();
        assertThat(written()).as("after its end").isEmpty();
        assertThat(channel.isOpen()).isTrue();
        assertThat(told).containsExactly("begun", "ended");

        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        repeat.stream().sendHead();
        repeat.stream().fail();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoeverWaitsIsToldThatTheConnectionHasEnded() {
        Streaming repeat = learnedInPieces("POST / HTTP/1.1\r\n\r\n", CHUNKED);
        assertThat(isAnswered("POST / HTTP/1.1\r\n\r\n")).isTrue();
        repeat.stream().whenClosed(() -> told.add("closed"));
        ByteBuf next = ascii("next");
        assertThat(asker.holds(next)).isTrue();

        asker.closed();

        assertThat(told).containsExactly("begun", "closed");
        assertThat(next.refCnt()).isZero();
    }

    @Test
    void aLongRequestIsNotRemembered() {
        String request = "POST / HTTP/1.1\r\n\r\n" + "x".repeat(17 << 10);
        learned(request, HEAD);

        assertThat(isAnswered(request)).isFalse();
    }
}
