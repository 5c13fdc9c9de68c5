/**
 * From what flags, a program, environment variables and {@code reprise.yaml} say to a running server: {@link
 * io.reprise.config.Reprise}.
 */
@NullMarked
package io.reprise.config;

import org.jspecify.annotations.NullMarked;
