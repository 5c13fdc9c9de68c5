/** What can be wrong with an installation, and how to fix it: {@code doctor}. */
@NullMarked
package io.reprise.cli.doctor;

import org.jspecify.annotations.NullMarked;
