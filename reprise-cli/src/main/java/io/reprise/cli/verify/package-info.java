/** Sends the requests of recordings once more: which ones, with which keys, how fast. */
@NullMarked
package io.reprise.cli.verify;

import org.jspecify.annotations.NullMarked;
