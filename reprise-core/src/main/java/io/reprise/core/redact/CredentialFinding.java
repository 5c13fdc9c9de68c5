package io.reprise.core.redact;

/**
 * A credential that was found; it never contains the credential itself.
 *
 * @param where such as {@code request body} or {@code chunk 3 of the response}
 * @param kind such as {@code API key (sk-…)}
 */
public record CredentialFinding(String where, String kind) {
    @Override
    public String toString() {
        return kind + " in the " + where;
    }
}
