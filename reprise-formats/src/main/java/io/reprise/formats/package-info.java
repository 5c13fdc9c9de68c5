/** The parts that all other tools' formats share. */
@NullMarked
package io.reprise.formats;

import org.jspecify.annotations.NullMarked;
