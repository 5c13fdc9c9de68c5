package io.reprise.core.redact.format;

import java.util.List;

/** One kind of credential: by which texts it is found, and which part of a text around one of them is the credential. Without state. */
public interface CredentialKind {
    /** Takes the places of credentials. */
    interface Places {
        void credential(int from, int to);
    }

    /** For people, such as {@code GitHub token}. */
    String name();

    /** Texts of at least two ASCII characters; one of them stands in or beside every credential of this kind. */
    List<String> markers();

    /** Tells the credentials to which the marker at {@code at} belongs; none for most. */
    void find(String text, int at, Places places);
}
