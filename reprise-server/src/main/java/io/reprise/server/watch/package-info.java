/** Directories of the store, watched for changes, so that answers in memory need no look at their files (docs/decisions/0063-watched-directories.md). */
@NullMarked
package io.reprise.server.watch;

import org.jspecify.annotations.NullMarked;
