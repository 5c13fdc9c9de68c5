package io.reprise.formats;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.replay.fresh.AnswerDay;
import io.reprise.core.store.Recording;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An exchange as another tool kept it.
 *
 * @param day in UTC on which it was recorded, if the tool kept it; else the answer may say it
 */
public record RecordedExchange(RecordedCall call, RecordedAnswer answer, Optional<LocalDate> day) {
    /**
     * The recording of it.
     *
     * @param origin the path of its file, and its number there
     * @param test that has asked; a list of models belongs to none
     * @param known what else is lost
     */
    public Found found(String origin, TestId test, List<Loss> known) {
        try {
            Request request = call.request();
            RecordedAnswer.Converted converted = answer.to(request);
            Exchange exchange = new Exchange(request, converted.response());
            boolean isList = ApiFamilies.of(request).isModelList();
            List<Loss> losses = new ArrayList<>(known);
            losses.addAll(converted.losses());
            Recording recording = new Recording(
                    isList ? TestId.NONE : test,
                    call.upstream(),
                    1,
                    exchange,
                    day.isPresent() ? day : AnswerDay.of(exchange));
            return new Found.Converted(origin, recording, losses);
        } catch (DocumentException broken) {
            return new Found.Unreadable(origin, String.valueOf(broken.getMessage()));
        }
    }
}
