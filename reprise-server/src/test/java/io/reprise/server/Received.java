package io.reprise.server;

import java.nio.charset.StandardCharsets;

/**
 * What a client got, up to the last byte.
 *
 * @param status 0 if there was no head
 * @param retry what the answer says about trying again; empty for nothing
 * @param isWhole whether it ended properly
 */
record Received(int status, String retry, byte[] body, boolean isWhole) {
    static final Received NOTHING = new Received(0, "", new byte[0], false);

    /** The body, a character for each byte. */
    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }
}
