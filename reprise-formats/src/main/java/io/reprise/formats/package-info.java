/** What is common to all of other tools' recordings. */
@NullMarked
package io.reprise.formats;

import org.jspecify.annotations.NullMarked;
