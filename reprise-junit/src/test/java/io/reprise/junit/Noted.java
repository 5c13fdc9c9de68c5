package io.reprise.junit;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What samples tell the tests that run them. */
final class Noted {
    static final Set<String> IDS = new ConcurrentSkipListSet<>();
    static volatile String words = "hello";

    private Noted() {}
}
