package io.reprise.core.plan;

import java.util.Set;

/** Errors that depend on the credentials, which are not part of a question: the key is missing or wrong, or has no money left. */
public final class CredentialError {
    private static final Set<Integer> STATUSES = Set.of(401, 402, 403, 407);

    private CredentialError() {}

    /** Whether a status says so. Answers with it are never kept. */
    public static boolean is(int status) {
        return STATUSES.contains(status);
    }
}
