/** The pages for users: their links lead somewhere, and what they show is what the program does. */
@NullMarked
package io.reprise.pages;

import org.jspecify.annotations.NullMarked;
