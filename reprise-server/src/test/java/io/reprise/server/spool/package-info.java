@NullMarked
package io.reprise.server.spool;

import org.jspecify.annotations.NullMarked;
