/** Commands that compare: {@code diff} two recordings or sets of them, {@code verify} recordings with answers of today. */
@NullMarked
package io.reprise.cli.comparison;

import org.jspecify.annotations.NullMarked;
