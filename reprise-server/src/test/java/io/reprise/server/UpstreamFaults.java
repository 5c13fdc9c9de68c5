package io.reprise.server;

import static io.reprise.server.UpstreamFault.TRY_AGAIN;
import static io.reprise.server.UpstreamFault.WHOLE;
import static io.reprise.server.UpstreamFault.WHOLE_IF_MARKED;
import static io.reprise.server.UpstreamFault.cut;
import static io.reprise.server.UpstreamFault.fault;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.reprise.server.ScriptedUpstream.Connection;
import io.reprise.server.UpstreamFault.Sees;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What upstreams do wrong: one line for each fault, which docs/upstream-faults.md explains to users. */
final class UpstreamFaults {
    private static final String BROKE_OFF = "the upstream ended the connection too early";
    private static final String NO_ANSWER = "gave no answer";

    /** More than any limit of a header. */
    private static final int ENDLESS = 4_000_000;

    static final List<UpstreamFault> TABLE = List.of(
            // --- before the answer
            fault("closes-at-once", TRY_AGAIN, NO_ANSWER, (it, shape) -> {}),
            fault("resets-at-once", TRY_AGAIN, NO_ANSWER, (it, shape) -> it.reset()),
            fault("closes-after-the-request", TRY_AGAIN, NO_ANSWER, (it, shape) -> it.request()),
            fault("resets-after-the-request", TRY_AGAIN, NO_ANSWER, (it, shape) -> {
                it.request();
                it.reset();
            }),
            fault("closes-within-the-status-line", TRY_AGAIN, NO_ANSWER, (it, shape) -> answer(it, "HTTP/1.1 20")),
            fault("closes-within-the-head", TRY_AGAIN, NO_ANSWER, (it, shape) -> answer(it, "HTTP/1.1 200 OK\r\nx: a")),
            fault("answers-something-else", TRY_AGAIN, NO_ANSWER, (it, shape) -> answer(it, "220 smtp ready\r\n\r\n")),
            fault("answers-in-http-2", TRY_AGAIN, NO_ANSWER, (it, shape) -> answer(it, settings() + goAway())),
            fault(
                    "only-announces-an-answer",
                    TRY_AGAIN,
                    NO_ANSWER,
                    (it, shape) -> answer(it, "HTTP/1.1 103 E\r\n\r\n")),
            fault(
                    "switches-protocols",
                    TRY_AGAIN,
                    "interim",
                    (it, shape) -> answer(
                            it, "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n")),
            fault("announces-without-end", TRY_AGAIN, NO_ANSWER, (it, shape) -> {
                it.request();
                repeat(it, "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
            }),
            fault("has-an-endless-status-line", TRY_AGAIN, NO_ANSWER, (it, shape) -> {
                answer(it, "HTTP/1.1 200 ");
                repeat(it, "ok ");
            }),
            fault("has-endless-headers", TRY_AGAIN, NO_ANSWER, (it, shape) -> {
                answer(it, "HTTP/1.1 200 OK\r\n");
                repeat(it, "x: yyyyyyyyyyyyyyyy\r\n");
            }),
            fault("has-an-endless-header", TRY_AGAIN, NO_ANSWER, (it, shape) -> {
                answer(it, "HTTP/1.1 200 OK\r\nx: ");
                repeat(it, "yyyyyyyyyyyyyyyy");
            }),
            // --- lengths
            fault(
                    "promises-two-lengths",
                    TRY_AGAIN,
                    NO_ANSWER,
                    (it, shape) -> answer(it, head(shape, "content-length: 5\r\ncontent-length: 7"), shape.all())),
            fault(
                    "promises-a-negative-length",
                    TRY_AGAIN,
                    NO_ANSWER,
                    (it, shape) -> answer(it, head(shape, "content-length: -5"), shape.all())),
            fault(
                    "promises-a-length-in-words",
                    TRY_AGAIN,
                    NO_ANSWER,
                    (it, shape) -> answer(it, head(shape, "content-length: five"), shape.all())),
            fault("promises-the-same-length-twice", TRY_AGAIN, NO_ANSWER, (it, shape) -> {
                int all = shape.all().length;
                answer(it, head(shape, "content-length: " + all + "\r\ncontent-length: " + all), shape.all());
            }),
            fault(
                    "promises-too-much",
                    new Sees.CutThoughMarked(),
                    BROKE_OFF,
                    (it, shape) -> answer(it, head(shape, "content-length: " + (shape.all().length + 9)), shape.all())),
            fault("promises-too-little", new Sees.ProperlyEnded(1), "", (it, shape) -> {
                int first = shape.sent().get(0).length;
                answer(it, head(shape, "content-length: " + first), shape.all());
            }),
            fault("promises-a-length-and-chunks", TRY_AGAIN, NO_ANSWER, (it, shape) -> {
                answer(it, head(shape, "content-length: 5\r\ntransfer-encoding: chunked"));
                chunks(it, shape, 3);
                it.send("0\r\n\r\n");
            }),
            // --- chunks
            fault("closes-after-the-head", cut(0), BROKE_OFF, (it, shape) -> chunked(it, shape, 0)),
            fault("closes-after-the-first-piece", cut(1), BROKE_OFF, (it, shape) -> chunked(it, shape, 1)),
            fault("resets-after-the-first-piece", cut(1), BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 1);
                it.awaitSignal();
                it.reset();
            }),
            fault("sends-half-a-chunk", cut(1), BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 0);
                it.send("fff\r\n");
                it.send(shape.sent().get(0));
            }),
            fault("sends-a-wrong-chunk-size", cut(1), BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 1);
                it.send("xyz\r\nabc\r\n");
            }),
            fault("sends-a-negative-chunk-size", cut(1), BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 1);
                it.send("-1\r\nabc\r\n");
            }),
            fault("sends-an-immense-chunk-size", cut(1), BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 1);
                it.send("ffffffffffffffffffff\r\n");
            }),
            fault("sends-an-endless-chunk-size", cut(1), BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 1);
                repeat(it, "0000000000000000");
            }),
            fault("forgets-the-end-of-a-chunk", cut(2), BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 1);
                byte[] second = shape.sent().get(1);
                it.send(Integer.toHexString(second.length) + "\r\n");
                it.send(second);
                it.send("5\r\nabcde\r\n");
            }),
            fault("forgets-the-last-chunk", WHOLE_IF_MARKED, BROKE_OFF, (it, shape) -> chunked(it, shape, 3)),
            fault("closes-within-the-last-chunk", WHOLE_IF_MARKED, BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 3);
                it.send("0\r\n");
            }),
            fault(
                    "uses-an-unknown-transfer-coding",
                    TRY_AGAIN,
                    "transfer",
                    (it, shape) -> answer(it, head(shape, "transfer-encoding: gzip, chunked"), chunk(shape.all()))),
            // --- what is odd, and does not harm
            fault("has-trailers", WHOLE, "", (it, shape) -> {
                chunked(it, shape, 3);
                it.send("0\r\nx-checksum: 1\r\n\r\n");
                it.keep();
            }),
            fault("has-endless-trailers", WHOLE_IF_MARKED, BROKE_OFF, (it, shape) -> {
                chunked(it, shape, 3);
                it.send("0\r\n");
                repeat(it, "x: yyyyyyyyyyyyyyyy\r\n");
            }),
            fault("announces-three-times", WHOLE, "", (it, shape) -> {
                answer(it, "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
                it.send("HTTP/1.1 100 Continue\r\n\r\n");
                it.send(head(shape, "transfer-encoding: chunked"));
                chunks(it, shape, 3);
                it.send("0\r\n\r\n");
                it.keep();
            }),
            fault(
                    "ends-by-closing",
                    WHOLE,
                    "",
                    (it, shape) -> answer(it, head(shape, "connection: close"), shape.all())),
            fault(
                    "speaks-http-1-0",
                    WHOLE,
                    "",
                    (it, shape) -> answer(it, "HTTP/1.0 200 OK\r\n" + shape.fields() + "\r\n", shape.all())),
            fault("sends-byte-by-byte", WHOLE, "", (it, shape) -> {
                it.request();
                byte[] all = (head(shape, "content-length: " + shape.all().length)
                                + new String(shape.all(), ISO_8859_1))
                        .getBytes(ISO_8859_1);
                for (byte each : all) {
                    it.send(new byte[] {each});
                }
                it.keep();
            }),
            fault("answers-before-the-request-is-whole", WHOLE, "", (it, shape) -> {
                String head = it.head().orElseThrow();
                it.send(whole(shape));
                it.body(head);
                it.keep();
            }),
            fault("reads-slowly", WHOLE, "", (it, shape) -> {
                String head = it.head().orElseThrow();
                int length = Integer.parseInt(
                        RawClient.header(head, "content-length").orElseThrow());
                for (int i = 0; i < length; i++) {
                    it.read(1);
                }
                it.send(whole(shape));
                it.keep();
            }),
            fault("sends-junk-after-the-end", WHOLE, "", (it, shape) -> {
                it.request();
                it.send(whole(shape) + "junk");
            }),
            fault("sends-a-second-answer", WHOLE, "", (it, shape) -> {
                it.request();
                it.send(whole(shape) + "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwrong");
                it.keep();
            }));

    private UpstreamFaults() {}

    private static String head(BodyShape shape, String length) {
        return "HTTP/1.1 200 OK\r\n" + shape.fields() + length + "\r\n\r\n";
    }

    /** A good answer. */
    static String whole(BodyShape shape) {
        return head(shape, "content-length: " + shape.all().length) + new String(shape.all(), ISO_8859_1);
    }

    private static void answer(Connection it, String text) throws IOException {
        it.request();
        it.send(text);
    }

    private static void answer(Connection it, String head, byte[] body) throws IOException {
        answer(it, head);
        it.send(body);
    }

    private static void chunked(Connection it, BodyShape shape, int pieces) throws IOException {
        answer(it, head(shape, "transfer-encoding: chunked"));
        chunks(it, shape, pieces);
    }

    private static void chunks(Connection it, BodyShape shape, int pieces) throws IOException {
        for (byte[] piece : shape.sent().subList(0, pieces)) {
            it.chunk(piece);
        }
    }

    private static byte[] chunk(byte[] bytes) {
        return BodyShape.joined(List.of(
                (Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1),
                bytes,
                "\r\n0\r\n\r\n".getBytes(ISO_8859_1)));
    }

    /** Goes on until the other side hangs up. */
    private static void repeat(Connection it, String text) throws IOException {
        String block = text.repeat(4_096 / text.length());
        for (int sent = 0; sent < ENDLESS; sent += block.length()) {
            it.send(block);
        }
        it.awaitClose();
    }

    /** RFC 9113, 6.5: an empty frame SETTINGS. */
    private static String settings() {
        return "\0\0\0\u0004\0\0\0\0\0";
    }

    /** RFC 9113, 6.8: a frame GOAWAY without an error. */
    private static String goAway() {
        char[] frame = new char[17];
        Arrays.fill(frame, '\0');
        frame[2] = 8;
        frame[3] = 7;
        return new String(frame);
    }
}
