/** What can be wrong with an installation, and how to mend it. */
@NullMarked
package io.reprise.cli.doctor;

import org.jspecify.annotations.NullMarked;
