/** Logs of requests and answers, with an object of JSON on each line. */
@NullMarked
package io.reprise.formats.jsonl;

import org.jspecify.annotations.NullMarked;
