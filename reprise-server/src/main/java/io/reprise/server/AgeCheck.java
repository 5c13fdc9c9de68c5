package io.reprise.server;

import io.reprise.core.plan.Expired;
import io.reprise.core.plan.Match;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.OnExpired;
import io.reprise.core.store.Store;
import io.reprise.server.outcome.RecordingAges;
import io.reprise.server.recording.AgeSettings;
import io.reprise.server.routing.RoutedQuestion;
import io.reprise.server.upstream.Upstreams;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds out whether a recording that is about to answer is older than it may be. Serves all event loops. */
final class AgeCheck {
    private final AgeSettings settings;
    private final Supplier<LocalDate> today;
    private final Upstreams upstreams;
    private final RecordingAges ages;

    /** @param today in UTC */
    AgeCheck(AgeSettings settings, Supplier<LocalDate> today, Upstreams upstreams, RecordingAges ages) {
        this.settings = settings;
        this.today = today;
        this.upstreams = upstreams;
        this.ages = ages;
    }

    boolean isOn() {
        return settings.maxAge().isPresent();
    }

    /** The match, or what is to happen instead. What this run has recorded is not looked at. To be called only where it is on. */
    Match of(Match.Found found, Store.Entry entry, RoutedQuestion asked, boolean mayAsk) {
        Optional<LocalDate> day = entry.recording().recordedOn();
        if (found.origin() != Match.Origin.RECORDED) {
            return found;
        }
        if (day.isEmpty()) {
            ages.noteUndated(entry.location());
            return found;
        }
        MaxAge maxAge = settings.maxAge().orElseThrow();
        return Expired.of(entry.location(), day, maxAge, today.get())
                .<Match>map(expired -> new Match.TooOld(found.turn(), expired, action(asked, mayAsk)))
                .orElse(found);
    }

    /** What cannot be asked for again answers, with a warning. */
    private OnExpired action(RoutedQuestion asked, boolean mayAsk) {
        boolean isAsked = settings.onExpired() == OnExpired.RECORD
                && mayAsk
                && upstreams.choose(asked.overrides().upstream(), asked.model()) instanceof Upstreams.Choice.One;
        return settings.onExpired() == OnExpired.RECORD && !isAsked ? OnExpired.WARN : settings.onExpired();
    }

    /** An expired recording answers. */
    void note(Expired expired) {
        ages.note(expired);
    }
}
