/** What the tokens of answers cost, by dated facts. */
@NullMarked
package io.reprise.core.price;

import org.jspecify.annotations.NullMarked;
