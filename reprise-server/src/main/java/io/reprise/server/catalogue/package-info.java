/** What a store has, in brief: lists of its recordings and of its tests. */
@NullMarked
package io.reprise.server.catalogue;

import org.jspecify.annotations.NullMarked;
