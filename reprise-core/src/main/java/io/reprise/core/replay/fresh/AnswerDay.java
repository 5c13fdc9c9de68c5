package io.reprise.core.replay.fresh;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The day on which an answer says that it was made. Recordings of other tools often have no other date. */
public final class AnswerDay {
    /** Events of a stream that are looked at. */
    private static final int MOST = 3;

    /** Older answers, such as one of 1970, have a made-up time. */
    private static final LocalDate EARLIEST = LocalDate.of(2020, 1, 1);

    private static final LocalDate LATEST = LocalDate.of(2100, 1, 1);

    private AnswerDay() {}

    /** In UTC; empty if the answer does not say it. A list of models says when models were made. */
    public static Optional<LocalDate> of(Exchange exchange) {
        ParsedRequest request = ApiFamilies.parse(exchange.request());
        ApiFamily family = request.family();
        if (family.isModelList() || exchange.socket().isPresent()) {
            return Optional.empty();
        }
        return new ParsedResponse(exchange.response())
                .values()
                .limit(MOST)
                .flatMap(value -> Stream.concat(
                        times(value, "", family),
                        value.get("response").stream().flatMap(inner -> times(inner, ".response", family))))
                .filter(day -> !day.isBefore(EARLIEST) && day.isBefore(LATEST))
                .findFirst();
    }

    private static Stream<LocalDate> times(Json object, String path, ApiFamily family) {
        return object.members().stream()
                .filter(member -> member.name().toLowerCase(Locale.ROOT).startsWith("create"))
                .filter(member -> family.volatility(path, member.name())
                        .filter(why -> why == Volatility.TIME)
                        .isPresent())
                .flatMap(member -> SpelledTime.parse(member.value()).stream())
                .map(time -> LocalDate.ofInstant(time.instant(), ZoneOffset.UTC));
    }
}
