package io.reprise.core.replay.fresh;

import java.util.Optional;

/**
 * Bytes of a chunk that are the JSON text of an id or a time.
 *
 * @param start index of the first byte
 * @param end index after the last byte
 * @param id empty if this is a time
 * @param moment empty if this is an id
 */
record VolatileSpan(int start, int end, String id, Optional<SpelledTime> moment) {}
