package io.reprise.sigv4;

import java.util.Optional;

/**
 * With what is signed. Never shown.
 *
 * @param token of credentials that expire
 */
record Credentials(String id, String secret, Optional<String> token) {
    @Override
    public String toString() {
        return "***";
    }
}
