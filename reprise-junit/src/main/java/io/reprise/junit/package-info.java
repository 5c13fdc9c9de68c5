/** The JUnit Jupiter extension: tests that ask model APIs record on their first run, and replay in later ones. */
@NullMarked
package io.reprise.junit;

import org.jspecify.annotations.NullMarked;
