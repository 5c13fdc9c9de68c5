package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Found;
import io.reprise.formats.JsonLimits;
import io.reprise.formats.NotImportedException;
import java.util.List;
import java.util.Optional;

/** A line of a log, which is told by its members. */
record LogLine(LogFile file, Lines.Line line) {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** Whether an object is a line of a known kind, even if it cannot be imported. */
    static boolean isOne(Json row) {
        return isRecording(row)
                || BatchRequests.isRequest(row)
                || BatchAnswer.isOne(row)
                || LoggedPair.in(row).isPresent();
    }

    private static boolean isRecording(Json row) {
        return row.get("reprise").isPresent() && row.get("request").isPresent();
    }

    boolean isBlank() {
        return line.bytes().size() < 4
                && !line.isTooLong()
                && text().orElse("?").isBlank();
    }

    /** Whether a JSON text of several lines begins with this one. */
    boolean isBeginningOfText() {
        return line.bytes().size() < 8
                && text().map(String::strip)
                        .filter(text -> text.matches("\ufeff?[\\[{]"))
                        .isPresent();
    }

    private Optional<String> text() {
        Optional<String> text = line.bytes().decode();
        return line.number() == 1 ? text.map(LogLine::withoutMark) : text;
    }

    private static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** What it has; nothing if it is the request of a batch, of which the answer is another line. */
    List<Found> found(BatchRequests requests) {
        String origin = file.origin(line.number());
        return Found.allOrReason(origin, () -> found(json(), origin, requests));
    }

    private List<Found> found(Json row, String origin, BatchRequests requests) {
        if (isRecording(row)) {
            return List.of(recording(origin));
        }
        Optional<LoggedPair> pair = LoggedPair.in(row);
        if (pair.isPresent()) {
            return List.of(pair.get().found(origin, file.test()));
        }
        if (BatchRequests.isRequest(row)) {
            return List.of();
        }
        if (BatchAnswer.isOne(row)) {
            LoggedPair joined = new BatchAnswer(row).pair(requests.of(file, row));
            return List.of(joined.found(origin, file.test()));
        }
        throw new NotImportedException(reason(row));
    }

    private static String reason(Json row) {
        if (row.get("messages").isPresent()) {
            return "it is an example for fine-tuning: it has messages, and no answer of an API";
        }
        return LoggedPair.REQUESTS.stream().anyMatch(name -> row.get(name).isPresent())
                ? "it has a request and no response"
                : "it has no request";
    }

    private Found recording(String origin) {
        try {
            return new Found.Converted(origin, RecordingFile.read(Bytes.utf8(text().orElse("")), origin), List.of());
        } catch (StoreException broken) {
            return new Found.Unreadable(origin, String.valueOf(broken.getMessage()));
        }
    }

    /** @throws DocumentException if it is not JSON; the message says the line and column */
    Json json() {
        if (line.isTooLong()) {
            throw new DocumentException(
                    "it has more than " + (Lines.MOST >> 20)
                            + " MiB, which is too much for the memory of this program; give more with REPRISE_JAVA_OPTS=-Xmx4g");
        }
        try {
            String text = text().orElseThrow(() -> new DocumentException("it is not UTF-8"));
            JsonLimits.check(text);
            return Json.parse(text);
        } catch (JsonSyntaxException wrong) {
            throw new DocumentException("it is not JSON: " + ofFile(wrong));
        } catch (DocumentException wrong) {
            throw new DocumentException(ofFile(wrong));
        }
    }

    /** A message that says the line of the file, and not that of a text that has one line. */
    private String ofFile(RuntimeException wrong) {
        return String.valueOf(wrong.getMessage()).replace("at line 1, column", "at line " + line.number() + ", column");
    }
}
