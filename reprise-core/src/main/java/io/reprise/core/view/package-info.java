/** What people and programs see of an exchange: all of it, as messages with numbered parts (docs/decisions/0036-views.md). */
@NullMarked
package io.reprise.core.view;

import org.jspecify.annotations.NullMarked;
