/** Flow files of mitmproxy. */
@NullMarked
package io.reprise.formats.mitmproxy;

import org.jspecify.annotations.NullMarked;
