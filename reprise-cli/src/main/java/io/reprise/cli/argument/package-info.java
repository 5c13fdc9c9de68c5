/** What users write after a command: parameters, the flags that several commands share, and the help that describes them. */
@NullMarked
package io.reprise.cli.argument;

import org.jspecify.annotations.NullMarked;
