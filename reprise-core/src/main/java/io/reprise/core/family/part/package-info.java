/** What several kinds of APIs have in common: routes, lists of models, errors within streams, counts of tokens. */
@NullMarked
package io.reprise.core.family.part;

import org.jspecify.annotations.NullMarked;
