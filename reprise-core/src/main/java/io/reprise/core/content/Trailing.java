package io.reprise.core.content;

import java.nio.ByteBuffer;

/** What follows the end of a coded body. Zeros are padding; anything else says that the body is not what it was. */
final class Trailing {
    private Trailing() {}

    static void requireZeros(byte[] rest, String coding) throws DecodingException {
        requireZeros(ByteBuffer.wrap(rest), coding);
    }

    static void requireZeros(ByteBuffer rest, String coding) throws DecodingException {
        while (rest.hasRemaining()) {
            if (rest.get() != 0) {
                throw new DecodingException("its " + coding + " coding is damaged: other bytes follow its end");
            }
        }
    }
}
