/** Tells people what became of requests: the log, and telemetry. */
@NullMarked
package io.reprise.server.report;

import org.jspecify.annotations.NullMarked;
