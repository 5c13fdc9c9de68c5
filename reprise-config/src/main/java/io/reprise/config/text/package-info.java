/** Texts that people write: YAML, names of variables within a text, names with a typing error. */
@NullMarked
package io.reprise.config.text;

import org.jspecify.annotations.NullMarked;
