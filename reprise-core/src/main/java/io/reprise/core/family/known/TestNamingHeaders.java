package io.reprise.core.family.known;

import java.util.Set;

/** Headers whose value is a JSON object in which the providers' own test suites name the test. */
public final class TestNamingHeaders {
    /** In lower case. */
    public static final Set<String> NAMES = Set.of("x-llamastack-provider-data", "x-ogx-provider-data");

    private TestNamingHeaders() {}
}
