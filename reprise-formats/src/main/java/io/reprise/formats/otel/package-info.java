/** Spans of OpenTelemetry about calls of models. */
@NullMarked
package io.reprise.formats.otel;

import org.jspecify.annotations.NullMarked;
