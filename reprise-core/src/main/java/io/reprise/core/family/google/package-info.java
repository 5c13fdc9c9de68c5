/** Google's Gemini API, and the same on Vertex AI. */
@NullMarked
package io.reprise.core.family.google;

import org.jspecify.annotations.NullMarked;
