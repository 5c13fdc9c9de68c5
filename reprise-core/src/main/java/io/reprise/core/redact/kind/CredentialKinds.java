package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialFormats;
import io.reprise.core.redact.format.CredentialKind;
import java.util.ArrayList;
import java.util.List;

/** All kinds of credentials that are known without configuration. */
public final class CredentialKinds {
    private static final Markers MARKERS = new Markers(all());

    /** A token ends before the next one, so that {@code bearer+bearer+…} is read once. */
    private static final String BEARER =
            "(?i:bearer)(?:[ \\t]|%20|\\+)++" + "((?:[AC-Zac-z0-9._~+/-]|[Bb](?!(?i:earer)\\+)){20,}+=*+)";

    private CredentialKinds() {}

    private static List<CredentialKind> all() {
        List<CredentialKind> all = new ArrayList<>(CredentialFormats.kinds());
        all.addAll(List.of(
                new WebToken(),
                new PrivateKey(),
                new UrlPassword(),
                new CommandPassword(),
                new NetrcPassword(),
                new AuthorizationValue("bearer token", BEARER, "earer", "EARER"),
                new BasicCredentials(),
                new HeaderLine(),
                new SharedAccessSignature(),
                new NamedValue()));
        return all;
    }

    /** Finds the places where a credential of any kind may be, in one pass over a text. */
    public static void visit(String text, Visitor visitor) {
        MARKERS.visit(text, visitor);
    }

    /** Takes a marker that was found. */
    public interface Visitor {
        void marker(CredentialKind kind, String marker, int at);
    }
}
