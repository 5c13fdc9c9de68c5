package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedDay;
import io.reprise.formats.RecordedExchange;
import io.reprise.formats.yaml.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One row of a file as an exchange. */
final class CassetteExchange {
    private static final Loss VALUE_ONLY =
            new Loss("response.parsed_body", "the file has the value of the body, which is written as compact JSON");
    /** An older day stands for one that nobody knows. */
    private static final int EARLIEST_YEAR = 2000;

    private static final Pattern STATUS = Pattern.compile("\\s*([0-9]{3})(?![0-9]).*", Pattern.DOTALL);

    private final Value row;
    private final CassetteFile.Dialect dialect;
    private final ExportMark mark;

    CassetteExchange(Value row, CassetteFile.Dialect dialect, ExportMark mark) {
        this.mark = mark;
        this.row = row;
        this.dialect = dialect;
    }

    /** @throws DocumentException if something is missing */
    RecordedExchange exchange() {
        Value request = part("request");
        String url = request.text("uri")
                .or(() -> request.text("url"))
                .orElseThrow(() -> new DocumentException("its request has no address"));
        Bytes asked = CassetteBody.of(request, dialect);
        RecordedCall there = mark.hasMethodsAsSent()
                ? new RecordedCall(method(request), mark.url(url), headers(request), asked)
                : RecordedCall.inAnyCase(method(request), mark.url(url), headers(request), asked);
        RecordedCall call = row.text(CassetteRow.ASKED).map(there::withPath).orElse(there);
        Value response = part("response");
        Headers headers = headers(response);
        Bytes body = CassetteBody.of(response, dialect);
        return new RecordedExchange(call, new RecordedAnswer(status(response), headers, body), day(headers));
    }

    /** What the recording of it has not. */
    List<Loss> losses() {
        return part("response").get("parsed_body").orElse(Value.NULL).isNull() ? List.of() : List.of(VALUE_ONLY);
    }

    /** When it was recorded, for the order of rows; empty if the file does not say it. */
    Optional<Instant> recordedAt() {
        return row.text("recorded_at").flatMap(CassetteExchange::httpDate);
    }

    /** Ruby's symbols begin with a colon; in Go no method means GET. */
    private String method(Value request) {
        String method = request.text("method").orElseThrow(() -> new DocumentException("its request has no method"));
        boolean isUsual = method.isEmpty() && dialect == CassetteFile.Dialect.GO_VCR;
        return isUsual ? "GET" : method.startsWith(":") ? method.substring(1) : method;
    }

    private Value part(String name) {
        return row.get(name).orElse(Value.NULL);
    }

    private static int status(Value response) {
        Value status = response.get("status").orElse(Value.NULL);
        String code = status.text("code")
                .or(() -> response.text("code"))
                .or(() -> response.text("status_code"))
                .or(status::text)
                .orElse("");
        Matcher digits = STATUS.matcher(code);
        if (!digits.matches()) {
            throw new DocumentException("its response has no status");
        }
        return Integer.parseInt(digits.group(1));
    }

    private static Headers headers(Value message) {
        List<Headers.Field> fields = new ArrayList<>();
        Value headers = message.get("headers").orElse(Value.NULL);
        for (Value.Entry entry : headers.entries()) {
            List<Value> values = entry.value().items().isEmpty()
                    ? List.of(entry.value())
                    : entry.value().items();
            values.forEach(value ->
                    value.text().ifPresent(text -> fields.add(new Headers.Field(entry.name(), text.strip()))));
        }
        for (Value pair : headers.items()) {
            if (pair.items().size() == 2) {
                String name = pair.items().get(0).text().orElse("");
                pair.items().get(1).text().ifPresent(text -> fields.add(new Headers.Field(name, text.strip())));
            }
        }
        return new Headers(fields);
    }

    private Optional<LocalDate> day(Headers headers) {
        return recordedAt()
                .or(() -> headers.first("date").flatMap(CassetteExchange::httpDate))
                .flatMap(RecordedDay::of)
                .filter(day -> day.getYear() >= EARLIEST_YEAR);
    }

    private static Optional<Instant> httpDate(String text) {
        for (DateTimeFormatter format :
                List.of(DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME)) {
            try {
                return Optional.of(OffsetDateTime.parse(text.strip(), format).toInstant());
            } catch (DateTimeException other) {
                // another format
            }
        }
        return Optional.empty();
    }
}
