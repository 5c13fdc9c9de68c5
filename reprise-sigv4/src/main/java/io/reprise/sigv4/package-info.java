/** AWS Signature Version 4: requests that clients have signed for this server are signed for the upstream. */
@NullMarked
package io.reprise.sigv4;

import org.jspecify.annotations.NullMarked;
