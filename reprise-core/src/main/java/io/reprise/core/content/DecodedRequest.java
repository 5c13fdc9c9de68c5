package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Request;
import java.util.List;

/** A request as it is compared, searched and kept: without content codings. */
public sealed interface DecodedRequest {
    Request request();

    /** It can be read: it had no codings, or they are taken off, and the header that named them with them. */
    record Plain(Request request) implements DecodedRequest {}

    /** It is as it was sent, since its codings cannot be taken off. It is compared byte for byte, and cannot be kept. */
    record Unreadable(Request request, String reason) implements DecodedRequest {}

    /** Decodes what is coded; the same request for one that is not. Limits are {@link DecodingLimits#REQUEST}. */
    static DecodedRequest of(Request sent) {
        if (!ContentDecoder.isCoded(sent.headers())) {
            return new Plain(sent);
        }
        Decoded decoded =
                ContentDecoder.decode(sent.headers(), List.of(new Chunk(0, sent.body())), DecodingLimits.REQUEST);
        if (decoded instanceof Decoded.Whole whole) {
            Bytes body = Bytes.concat(whole.chunks().stream().map(Chunk::bytes).toList());
            return new Plain(new Request(
                    sent.method(), sent.path(), sent.query(), sent.headers().without("content-encoding"), body));
        }
        String reason = decoded instanceof Decoded.Undecodable undecodable
                ? undecodable.reason()
                : "its content coding is incomplete";
        return new Unreadable(sent, reason);
    }
}
