package io.reprise.core.exchange;

/**
 * The request of a program.
 *
 * @param method as it came; {@code get} is another method than {@code GET} (RFC 9110, 9.1)
 * @param path percent-encoded as received, without the prefixes that name a test or an upstream ({@code /t/…},
 *     {@code /u/…})
 * @param query what follows the question mark, percent-encoded as received; empty if there is none
 * @param headers end-to-end fields only, without those meant for Reprise itself
 */
public record Request(String method, String path, String query, Headers headers, Bytes body) {

    public static Request post(String path, String body) {
        return new Request("POST", path, "", Headers.of("content-type", "application/json"), Bytes.utf8(body));
    }

    public static Request get(String path) {
        return new Request("GET", path, "", Headers.NONE, Bytes.EMPTY);
    }

    public Request withBody(Bytes changed) {
        return new Request(method, path, query, headers, changed);
    }
}
