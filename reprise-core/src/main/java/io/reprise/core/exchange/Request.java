package io.reprise.core.exchange;

/**
 * What a program asked.
 *
 * @param method in upper case
 * @param path percent-encoded as it came, without what names a test or an upstream ({@code /t/…}, {@code /u/…})
 * @param query what follows the question mark, percent-encoded as it came; empty if there is none
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
