package io.reprise.server.spool;

import java.nio.file.Path;

/**
 * Where answers wait whose store is away.
 *
 * @param directory of one store; servers share it
 * @param limit of what waits for one server, in bytes
 */
public record SpoolSettings(Path directory, long limit) {}
