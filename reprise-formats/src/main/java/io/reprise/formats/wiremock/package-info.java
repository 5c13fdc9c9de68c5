/** WireMock's stub mappings. */
@NullMarked
package io.reprise.formats.wiremock;

import org.jspecify.annotations.NullMarked;
