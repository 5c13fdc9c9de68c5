/** Routes of the control API that need no list of recordings: health, report, misses, differences, views, metrics, the page. */
@NullMarked
package io.reprise.server.control.route;

import org.jspecify.annotations.NullMarked;
