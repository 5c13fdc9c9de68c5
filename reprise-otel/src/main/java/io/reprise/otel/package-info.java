/** What becomes of requests, as spans and metrics by OpenTelemetry's conventions for generative AI. Nothing here is loaded before it is asked for. */
@NullMarked
package io.reprise.otel;

import org.jspecify.annotations.NullMarked;
