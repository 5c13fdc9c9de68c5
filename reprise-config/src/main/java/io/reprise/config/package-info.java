/** What a command is told by flags, environment and {@code reprise.yaml}, and which of them counts. */
@NullMarked
package io.reprise.config;

import org.jspecify.annotations.NullMarked;
