/** The rules of the providers' APIs. Only this package and importers know a provider's name. */
@NullMarked
package io.reprise.core.family;

import org.jspecify.annotations.NullMarked;
