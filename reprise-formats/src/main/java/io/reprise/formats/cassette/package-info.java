/** Recordings of vcrpy, Ruby's VCR, go-vcr and Datadog's test agent: files of YAML or JSON with requests and responses. */
@NullMarked
package io.reprise.formats.cassette;

import org.jspecify.annotations.NullMarked;
