/** Runs of tests: from the moment when a test framework says that a test starts to the moment when it says that it has ended. */
@NullMarked
package io.reprise.server.run;

import org.jspecify.annotations.NullMarked;
