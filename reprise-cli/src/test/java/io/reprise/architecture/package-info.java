/** The shape of the house: rules about all modules, written as absences. */
@NullMarked
package io.reprise.architecture;

import org.jspecify.annotations.NullMarked;
