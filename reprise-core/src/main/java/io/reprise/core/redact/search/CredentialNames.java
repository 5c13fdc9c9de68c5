package io.reprise.core.redact.search;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names under which programs send credentials. docs/key.md lists those of query members, since keys depend on them. */
public final class CredentialNames {
    private static final Set<String> QUERY_MEMBERS = Set.of(
            "key",
            "api_key",
            "apikey",
            "x_api_key",
            "subscription_key",
            "access_key",
            "access_token",
            "auth_token",
            "id_token",
            "refresh_token",
            "token",
            "client_secret",
            "secret",
            "password",
            "sig",
            "signature",
            "x_amz_credential",
            "x_amz_security_token",
            "x_amz_signature",
            "x_goog_credential",
            "x_goog_signature");

    /** Clients in browsers cannot set other headers in a handshake: they name a key beside the protocol. */
    private static final String CHOSEN = "sec-websocket-protocol";

    private static final List<String> HEADER_ENDS = List.of(
            "authorization",
            "cookie",
            "cookie2",
            "api-key",
            "apikey",
            "access-key",
            "subscription-key",
            "token",
            "secret",
            "password",
            "signature",
            "credential",
            "credentials",
            CHOSEN);

    /** Headers that tell any browser what it may load and where it reports; a key in their URLs is a public one. */
    private static final Set<String> BROWSER_POLICIES = Set.of(
            "content-security-policy",
            "content-security-policy-report-only",
            "report-to",
            "reporting-endpoints",
            "nel");

    private CredentialNames() {}

    /** Whether the query member of that (decoded) name is a credential; case does not matter, nor {@code -} for {@code _}. */
    public static boolean isQueryMember(String name) {
        return QUERY_MEMBERS.contains(name.toLowerCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether a response header of that name is sent to everyone, so that names such as {@code api-key} in it mean no secret. */
    public static boolean isBrowserPolicy(String name) {
        return BROWSER_POLICIES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether the value in a response is no credential, because the server has chosen it. */
    public static boolean isChosenByServer(String name) {
        return name.equalsIgnoreCase(CHOSEN);
    }

    /** Whether a header of that name holds a credential, such as {@code authorization} or {@code set-cookie}. */
    public static boolean isHeader(String name) {
        for (String end : HEADER_ENDS) {
            int from = name.length() - end.length();
            if (from >= 0 && (from == 0 || isBetweenWords(name.charAt(from - 1))) && endsWith(name, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWith(String name, String end) {
        for (int i = 1; i <= end.length(); i++) {
            char c = name.charAt(name.length() - i);
            char lower = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
            if (lower != end.charAt(end.length() - i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBetweenWords(char c) {
        return c == '-' || c == '_';
    }
}
