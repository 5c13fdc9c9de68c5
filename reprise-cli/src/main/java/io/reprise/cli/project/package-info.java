/** What the project of a user consists of, and the files with which it begins to use this program: {@code init}, and recordings to try. */
@NullMarked
package io.reprise.cli.project;

import org.jspecify.annotations.NullMarked;
