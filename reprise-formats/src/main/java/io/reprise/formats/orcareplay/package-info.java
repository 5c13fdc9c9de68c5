/** Runs of coding agents, as OrcaReplay records them. */
@NullMarked
package io.reprise.formats.orcareplay;

import org.jspecify.annotations.NullMarked;
