/** What became of requests: the log, the counts and the report. */
@NullMarked
package io.reprise.server.report;

import org.jspecify.annotations.NullMarked;
