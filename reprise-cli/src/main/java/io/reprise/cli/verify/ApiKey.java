package io.reprise.cli.verify;

import io.reprise.core.exchange.Headers;

/**
 * A key that the environment has for an upstream.
 *
 * @param variable that holds it
 * @param field in which it is sent
 */
public record ApiKey(String variable, Headers.Field field) {
    /** Without the key. */
    @Override
    public String toString() {
        return variable + " in the header '" + field.name() + "'";
    }
}
