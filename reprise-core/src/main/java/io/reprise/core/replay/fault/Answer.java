package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.replay.pace.Schedule;
import java.time.Instant;

/** What would be sent, and when, if nothing went wrong. */
public record Answer(Exchange exchange, ApiFamily family, Schedule schedule, Instant now) {}
