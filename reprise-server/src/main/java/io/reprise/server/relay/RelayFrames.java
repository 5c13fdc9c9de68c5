package io.reprise.server.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.shared.AnswerNotes;
import io.reprise.server.shared.Progress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An answer as one server passes it on to another: frames of a letter, four bytes of length and as many bytes. The bytes of an answer are in it as they
 * came from the upstream; its head and its end are JSON.
 */
public final class RelayFrames {
    static final byte HEAD = 'H';
    static final byte BYTES = 'B';
    static final byte END = 'E';
    static final byte FAILED = 'F';
    static final byte ALIVE = 'A';

    private static final int PREFIX = 5;

    /** Far more than a head may have. */
    private static final int LONGEST_JSON = 4 << 20;

    private RelayFrames() {}

    /**
     * How an answer ended.
     *
     * @param isComplete whether what has arrived tells that it is all
     * @param kept where it was kept; empty if it was not
     */
    public record End(BodyEnd how, boolean isComplete, Optional<AnswerNotes.Kept> kept) {}

    /** Takes what comes. */
    public interface Receiver {
        void head(ResponseHead head);

        void bytes(ByteBuf some);

        void end(End end);

        void failed(Progress.Failed failure);
    }

    private static ByteBuf frame(byte kind, ByteBuf content) {
        ByteBuf prefix = Unpooled.buffer(PREFIX).writeByte(kind).writeInt(content.readableBytes());
        return Unpooled.wrappedBuffer(prefix, content);
    }

    private static ByteBuf frame(byte kind, Json content) {
        return frame(kind, Unpooled.wrappedBuffer(content.write(Layout.COMPACT).getBytes(StandardCharsets.UTF_8)));
    }

    static ByteBuf head(ResponseHead head) {
        List<Json> fields = head.headers().fields().stream()
                .<Json>map(field -> new Json.JsonArray(
                        List.of(new Json.JsonString(field.name()), new Json.JsonString(field.value()))))
                .toList();
        return frame(
                HEAD,
                new JsonObjectBuilder()
                        .with("status", head.status())
                        .with("headers", fields)
                        .done());
    }

    static ByteBuf bytes(ByteBuf some) {
        return frame(BYTES, some);
    }

    static ByteBuf end(End end) {
        JsonObjectBuilder members =
                new JsonObjectBuilder().with("how", end.how().name()).with("complete", end.isComplete());
        end.kept().ifPresent(kept -> members.with("kept", kept.number()).with("error", kept.isError()));
        return frame(END, members.done());
    }

    static ByteBuf failed(Progress.Failed failure) {
        return frame(
                FAILED,
                new JsonObjectBuilder()
                        .with("status", failure.status())
                        .with("reason", failure.reason())
                        .with("retry", failure.retry().name())
                        .done());
    }

    /** Says that there is nothing new, and that the server lives. */
    static ByteBuf alive() {
        return frame(ALIVE, Unpooled.EMPTY_BUFFER);
    }

    /** Takes frames apart, however they are cut. */
    public static final class Reader {
        private final Receiver receiver;
        private final ByteBuf prefix = Unpooled.buffer(PREFIX);
        private ByteBuf json = Unpooled.EMPTY_BUFFER;
        private byte kind;
        private int left;

        public Reader(Receiver receiver) {
            this.receiver = receiver;
        }

        /** @throws IllegalArgumentException if this is no frame */
        public void read(ByteBuf arrived) {
            while (arrived.isReadable()) {
                if (left == 0) {
                    prefix.writeBytes(arrived, Math.min(PREFIX - prefix.readableBytes(), arrived.readableBytes()));
                    if (prefix.readableBytes() == PREFIX) {
                        begin();
                    }
                } else {
                    ByteBuf part = arrived.readSlice(Math.min(left, arrived.readableBytes()));
                    left -= part.readableBytes();
                    take(part);
                }
            }
        }

        private void begin() {
            kind = prefix.readByte();
            left = prefix.readInt();
            prefix.clear();
            boolean isKnown = kind == HEAD || kind == BYTES || kind == END || kind == FAILED || kind == ALIVE;
            if (!isKnown || left < 0 || kind != BYTES && left > LONGEST_JSON) {
                throw new IllegalArgumentException("what another server sent is no answer that is passed on");
            }
            if (kind != BYTES) {
                json = Unpooled.buffer(left);
            }
        }

        private void take(ByteBuf part) {
            if (kind == BYTES) {
                receiver.bytes(part);
                return;
            }
            json.writeBytes(part);
            if (left == 0) {
                pass(Json.parse(json.toString(StandardCharsets.UTF_8)));
            }
        }

        private void pass(Json content) {
            switch (kind) {
                case HEAD -> receiver.head(new ResponseHead(number(content, "status"), headers(content)));
                case END ->
                    receiver.end(new End(
                            BodyEnd.valueOf(content.text("how")),
                            isTrue(content, "complete"),
                            content.get("kept")
                                    .map(kept ->
                                            new AnswerNotes.Kept(number(content, "kept"), isTrue(content, "error")))));
                case FAILED ->
                    receiver.failed(new Progress.Failed(
                            number(content, "status"), content.text("reason"), Retry.valueOf(content.text("retry"))));
                default -> {}
            }
        }

        private static Headers headers(Json content) {
            Headers headers = Headers.NONE;
            for (Json field : content.list("headers")) {
                headers = headers.plus(
                        field.items().get(0).string().orElse(""),
                        field.items().get(1).string().orElse(""));
            }
            return headers;
        }

        private static int number(Json content, String name) {
            return content.get(name)
                    .filter(Json.JsonNumber.class::isInstance)
                    .map(value -> Integer.parseInt(((Json.JsonNumber) value).spelling()))
                    .orElse(0);
        }

        private static boolean isTrue(Json content, String name) {
            return content.get(name).filter(new Json.JsonBoolean(true)::equals).isPresent();
        }
    }
}
