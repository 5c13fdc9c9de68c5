/** What is asked of Reprise itself, under /__reprise/. */
@NullMarked
package io.reprise.server.control;

import org.jspecify.annotations.NullMarked;
