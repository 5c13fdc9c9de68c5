/** The listener: it reads requests within their limits, and hands them on. */
@NullMarked
package io.reprise.server.http;

import org.jspecify.annotations.NullMarked;
