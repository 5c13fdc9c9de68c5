/** Things that OpenAI's APIs keep: files, batches, vector stores, threads and others, and sessions that begin with a request. */
@NullMarked
package io.reprise.core.family.openai.resources;

import org.jspecify.annotations.NullMarked;
