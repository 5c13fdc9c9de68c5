package io.reprise.core.family;

import io.reprise.core.json.Json;
import java.util.Optional;

/**
 * The JSON of a chunk's only payload, where it is known without parsing the chunk.
 *
 * @param text from which the payload would be parsed to the same; empty if the chunk is nothing but this
 */
public record KnownJson(Optional<String> text, Json json) {}
