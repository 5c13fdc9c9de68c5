/** What is compared, and where it is read from: recordings of the store as they are now, or as a revision of git has them; what a further rule would make one question. */
@NullMarked
package io.reprise.server.comparison;

import org.jspecify.annotations.NullMarked;
