/** Rules and settings that people write in one line, and which requests they are about. */
@NullMarked
package io.reprise.core.replay.rule;

import org.jspecify.annotations.NullMarked;
