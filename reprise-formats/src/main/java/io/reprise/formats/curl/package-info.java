/** Curl calls and their answers: in one text archive, in files beside each other, and as a terminal has shown them. */
@NullMarked
package io.reprise.formats.curl;

import org.jspecify.annotations.NullMarked;
