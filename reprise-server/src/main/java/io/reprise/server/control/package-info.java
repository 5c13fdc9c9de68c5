/** The control API: which route a request is for, what it may say, how it is answered. */
@NullMarked
package io.reprise.server.control;

import org.jspecify.annotations.NullMarked;
