package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.json.Layout;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.reprise.core.replay.pace.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All faults of one answer. */
public final class Faults {
    public static final Faults NONE = new Faults(List.of(), "");

    private final List<Fault> all;
    private final String text;

    Faults(List<Fault> all, String text) {
        this.all = List.copyOf(all);
        this.text = text;
    }

    /**
     * The faults that are written so: separated by semicolons, such as {@code delay=1s; cut,after=3}.
     *
     * @throws IllegalArgumentException for any other text; the message says what is wrong and how it is written
     */
    public static Faults parse(String text) {
        FaultRule rule = FaultRule.parse(text);
        if (!rule.isAlways()) {
            throw new IllegalArgumentException(Quoted.of(text) + " is a condition; only faults can be given here");
        }
        return rule.faults();
    }

    List<Fault> all() {
        return all;
    }

    public boolean isNone() {
        return all.isEmpty();
    }

    /** These and then those of {@code other}; of several statuses the first counts. */
    public Faults plus(Faults other) {
        List<Fault> both = new ArrayList<>(all);
        both.addAll(other.all);
        return isNone() ? other : other.isNone() ? this : new Faults(both, text + "; " + other.text);
    }

    /** Whether they need no answer, because something else is sent instead, or nothing. */
    public boolean areInstead() {
        return all.stream().anyMatch(fault -> fault.reach() == Fault.Reach.INSTEAD);
    }

    /** Whether they only delay an answer as a whole. */
    public boolean areDelays() {
        return all.stream().allMatch(fault -> fault.reach() == Fault.Reach.BEFORE);
    }

    /** Whether they change an answer that must be there as a whole. */
    public boolean areChanges() {
        return !isNone() && !areInstead() && !areDelays();
    }

    /** How much later the first byte of an answer comes. */
    public Duration delay() {
        return all.stream().map(Fault::delay).reduce(Duration.ZERO, Duration::plus);
    }

    /** Whether the client gets no usable answer, so that its next request gets this answer. */
    public boolean loseAnswer() {
        return all.stream().anyMatch(Fault::losesAnswer);
    }

    /**
     * The script that needs no answer.
     *
     * @throws IllegalArgumentException unless they are {@linkplain #areInstead instead of} one
     */
    public Script script(ParsedRequest request, Instant now) {
        if (!areInstead()) {
            throw new IllegalArgumentException(Quoted.of(text) + " needs an answer to change");
        }
        Response nothing = Response.whole(200, "application/json", Bytes.EMPTY);
        ParsedExchange exchange = ParsedExchange.of(request, nothing);
        Schedule atOnce = Pace.INSTANT.schedule(Timeline.of(exchange), Occasion.ANY);
        return script(new Answer(exchange, atOnce, now));
    }

    /** The script for the answer. The same arguments always give the same script. */
    public Script script(Answer answer) {
        FaultyResponse course = refused(answer)
                .orElseGet(() -> new FaultyResponse(
                        answer.exchange().response().response(),
                        answer.exchange().family(),
                        answer.schedule()));
        all.stream().sorted(Comparator.comparing(Fault::phase)).forEach(fault -> fault.disturb(course));
        return course.script(text);
    }

    private Optional<FaultyResponse> refused(Answer answer) {
        Optional<String> model = answer.exchange().request().model();
        boolean isStream = answer.exchange().response().response().isStream();
        for (Fault fault : all) {
            if (fault instanceof Fault.Status status) {
                return Optional.of(refuse(status.refused(model, answer.now()), answer));
            }
            if (fault instanceof Fault.ErrorEvent error && !isStream) {
                return Optional.of(refuse(error.refused(model, answer.now()), answer));
            }
        }
        return Optional.empty();
    }

    private static FaultyResponse refuse(Refused refused, Answer answer) {
        Refusal refusal = answer.exchange().family().refusal(refused);
        Headers headers = Headers.of("content-type", "application/json");
        for (Headers.Field field : refusal.headers().fields()) {
            headers = headers.plus(field.name(), field.value());
        }
        Chunk body = new Chunk(0, Bytes.utf8(refusal.body().write(Layout.COMPACT)));
        Response response = new Response(refused.status(), headers, StreamFormat.WHOLE, List.of(body), Ending.COMPLETE);
        ParsedExchange exchange = ParsedExchange.of(answer.exchange().request(), response);
        Schedule now = Pace.INSTANT.schedule(Timeline.of(exchange), Occasion.ANY);
        return new FaultyResponse(response, exchange.family(), now);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Faults that && all.equals(that.all) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    /** The faults as they were written, for the log and the response's header. */
    @Override
    public String toString() {
        return text;
    }
}
