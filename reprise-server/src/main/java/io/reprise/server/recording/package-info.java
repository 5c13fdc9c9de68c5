/** Turns what arrived from an upstream into recordings. */
@NullMarked
package io.reprise.server.recording;

import org.jspecify.annotations.NullMarked;
