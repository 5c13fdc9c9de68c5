/** Files of YAML 1.1, read as data: no tag is carried out. */
@NullMarked
package io.reprise.formats.yaml;

import org.jspecify.annotations.NullMarked;
