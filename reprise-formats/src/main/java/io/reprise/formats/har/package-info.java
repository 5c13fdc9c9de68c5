/** HAR 1.2, which browsers and proxies write, and Polly.js. */
@NullMarked
package io.reprise.formats.har;

import org.jspecify.annotations.NullMarked;
