/** What is measured, in the formats of Prometheus and OpenMetrics. */
@NullMarked
package io.reprise.server.metrics;

import org.jspecify.annotations.NullMarked;
