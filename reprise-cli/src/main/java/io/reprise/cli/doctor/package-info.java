/** What can be wrong with an installation, and how to fix it. */
@NullMarked
package io.reprise.cli.doctor;

import org.jspecify.annotations.NullMarked;
