/** The store that servers share: recordings in a PostgreSQL database. */
@NullMarked
package io.reprise.postgres;

import org.jspecify.annotations.NullMarked;
