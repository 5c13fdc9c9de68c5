package io.reprise.core.replay.fault;

import io.reprise.core.family.ParsedExchange;
import io.reprise.core.replay.pace.Schedule;
import java.time.Instant;

/** What would be sent, and when, if nothing went wrong. */
public record Answer(ParsedExchange exchange, Schedule schedule, Instant now) {}
