package io.reprise.formats;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import java.util.List;
import java.util.Optional;

/**
 * A request and the answer to it, of a tool that answers what fits a description. It belongs to no test.
 *
 * @param delay milliseconds that the tool waits before it answers; 0 or more
 * @param losses what the description says, and a recording does not
 */
public record StubbedExchange(RecordedCall call, RecordedAnswer answer, long delay, List<Loss> losses) {
    public StubbedExchange {
        losses = List.copyOf(losses);
    }

    /** The recording of it. */
    public Found found(String origin) {
        Found found = new RecordedExchange(call, answer, Optional.empty()).found(origin, TestId.NONE, losses);
        if (delay == 0 || !(found instanceof Found.Converted converted)) {
            return found;
        }
        Recording old = converted.recording();
        Exchange exchange = old.exchange();
        Response response = exchange.response();
        Response delayed = response.withChunks(response.chunks().stream()
                .map(chunk -> new Chunk(delay, chunk.bytes()))
                .toList());
        return converted.with(old.with(exchange.with(delayed)));
    }
}
