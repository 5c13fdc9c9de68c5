/** Amazon Bedrock's runtime. */
@NullMarked
package io.reprise.core.family.amazon;

import org.jspecify.annotations.NullMarked;
