package io.reprise.cli.transfer;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.store.OrderedWork;
import io.reprise.formats.Found;
import io.reprise.formats.Source;
import java.util.concurrent.ForkJoinPool;

/** Recordings of another tool, each looked at by any of several threads, and taken in their order by one. */
record CheckedSource(Source source, FoundAnswer.Check check) {
    /** What is larger is looked at alone, so that there is never much in memory. In bytes. */
    private static final long LARGE = 1 << 17;

    /** Takes what was found, and what is to become of it. */
    interface Visitor {
        void visit(Found found, FoundAnswer answer);
    }

    void forEach(Visitor visitor) {
        OrderedWork work = new OrderedWork(ForkJoinPool.commonPool());
        source.forEach(found -> {
            if (isLarge(found)) {
                work.finish();
                visitor.visit(found, check.of(found));
            } else {
                work.add(() -> {
                    FoundAnswer answer = check.of(found);
                    return () -> visitor.visit(found, answer);
                });
            }
        });
        work.finish();
    }

    private static boolean isLarge(Found found) {
        return found instanceof Found.Converted converted
                && size(converted.recording().exchange()) > LARGE;
    }

    private static long size(Exchange exchange) {
        long messages = exchange.socket().stream()
                .flatMap(conversation -> conversation.messages().stream())
                .mapToLong(message -> message.bytes().size())
                .sum();
        long chunks = exchange.response().chunks().stream()
                .map(Chunk::bytes)
                .mapToLong(bytes -> bytes.size())
                .sum();
        return messages + chunks + exchange.request().body().size();
    }
}
