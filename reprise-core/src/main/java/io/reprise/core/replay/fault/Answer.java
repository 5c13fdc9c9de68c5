package io.reprise.core.replay.fault;

import io.reprise.core.family.ParsedExchange;
import io.reprise.core.replay.pace.Schedule;
import java.time.Instant;

/** An answer and its schedule, before any fault. */
public record Answer(ParsedExchange exchange, Schedule schedule, Instant now) {}
