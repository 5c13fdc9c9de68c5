package io.reprise.formats.har;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.OwnHeaders;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedDay;
import io.reprise.formats.RecordedExchange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes recordings of the entries of one HAR file.
 *
 * @param archive where their bodies are, if they are in files of their own
 * @param test to which they belong
 * @param writer of the file
 */
record HarEntries(HarArchive archive, TestId test, HarWriter writer) {
    /** There was no HAR before; a file without days has those of 1970. */
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

    Found found(Json entry, String origin) {
        return Found.orReason(origin, () -> {
            HarWriter ofEntry = writer.of(entry);
            Found found = converted(entry, origin, ofEntry);
            return ofEntry == HarWriter.REPRISE && found instanceof Found.Converted converted
                    ? withOwnMembers(converted, entry)
                    : found;
        });
    }

    private Found converted(Json entry, String origin, HarWriter ofEntry) {
        List<Loss> losses = new ArrayList<>();
        RecordedCall call = HarRequest.of(entry, archive, ofEntry, losses);
        Optional<LocalDate> day = HarOrder.time(entry.text("startedDateTime"))
                .flatMap(RecordedDay::of)
                .filter(EARLIEST::isBefore);
        if (HarSocket.isOne(entry)) {
            Exchange exchange = HarSocket.exchange(entry, call.request(), archive, losses);
            return new Found.Converted(origin, new Recording(test, call.upstream(), 1, exchange, day), losses);
        }
        RecordedAnswer answer = HarResponse.of(entry, call.method(), archive, ofEntry, losses);
        if (ofEntry == HarWriter.REPRISE) {
            answer = new RecordedAnswer(answer.status(), answer.headers().without("content-encoding"), answer.body());
        }
        Found found = new RecordedExchange(call, answer, day).found(origin, test, losses);
        if (!(found instanceof Found.Converted converted)) {
            return found;
        }
        Exchange exchange = converted.recording().exchange();
        if (HarResponse.hasFailed(entry) && !isKnownToBeWhole(exchange)) {
            throw new NotImportedException("the connection failed while its response arrived");
        }
        return lastByte(entry).map(converted::arrivedAt).orElse(converted);
    }

    private static Found withOwnMembers(Found.Converted converted, Json entry) {
        OwnMembers own = OwnMembers.of(entry);
        return converted
                .with(own.with(
                        OwnHeaders.in(converted.recording(), headers(entry, "request"), headers(entry, "response"))))
                .without(RecordedAnswer.TIMES);
    }

    private static Headers headers(Json entry, String message) {
        return HarRequest.headers(entry.get(message).orElse(Json.NULL));
    }

    /** Whether a response says itself that it is complete, as JSON and streams with an end do. */
    private static boolean isKnownToBeWhole(Exchange exchange) {
        Response response = exchange.response();
        return response.isStream()
                ? response.ending() == Ending.COMPLETE
                : Json.tryParse(response.body()).isPresent();
    }

    /** When the last byte came, in milliseconds since the request. */
    private static Optional<Long> lastByte(Json entry) {
        Optional<Double> wait = HarNumbers.of(entry, "timings", "wait");
        Optional<Double> receive = HarNumbers.of(entry, "timings", "receive");
        if (wait.isEmpty() || receive.isEmpty()) {
            return Optional.empty();
        }
        double send = HarNumbers.of(entry, "timings", "send").orElse(0.0);
        return Optional.of(Math.round(Math.min(send + wait.get() + receive.get(), Integer.MAX_VALUE)));
    }
}
