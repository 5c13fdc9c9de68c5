package io.reprise.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What could not be exported. People are told of the first of each kind, and of the sum at the end. */
final class Losses {
    private final Consumer<String> say;
    private final AtomicBoolean isUnreachableSaid = new AtomicBoolean();
    private final AtomicBoolean isDropSaid = new AtomicBoolean();
    private final LongAdder dropped = new LongAdder();

    Losses(Consumer<String> say) {
        this.say = say;
    }

    /** A request came faster than the collector takes them. */
    void drop() {
        dropped.increment();
        if (!isDropSaid.getAndSet(true)) {
            say.accept("telemetry: the collector takes less than there is, so some requests are left out;"
                    + " they were answered as usual. This is said once");
        }
    }

    CompletableResultCode watch(CompletableResultCode export) {
        export.whenComplete(() -> {
            if (!export.isSuccess() && !isUnreachableSaid.getAndSet(true)) {
                say.accept(
                        "telemetry: the collector cannot be reached, or refuses what it is sent, so spans and metrics are lost;"
                                + " requests are answered as usual. OTEL_EXPORTER_OTLP_ENDPOINT says where it is."
                                + " This is said once");
            }
        });
        return export;
    }

    /** The server has stopped before all was sent. */
    void leave() {
        if (!isUnreachableSaid.getAndSet(true)) {
            say.accept(
                    "telemetry: the collector has not taken all before the server stopped, so spans and metrics are lost;"
                            + " OTEL_EXPORTER_OTLP_ENDPOINT says where it is");
        }
    }

    void sayAll() {
        long all = dropped.sum();
        if (all > 0) {
            say.accept("telemetry: " + all + (all == 1 ? " request was" : " requests were") + " left out");
        }
    }
}
