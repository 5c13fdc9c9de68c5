/** What is known about the APIs of the providers; the only place, besides importers, that knows a provider's name. */
@NullMarked
package io.reprise.core.family;

import org.jspecify.annotations.NullMarked;
