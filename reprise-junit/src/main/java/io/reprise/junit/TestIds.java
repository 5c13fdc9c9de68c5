package io.reprise.junit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Test ids of one run of tests. No two tests have the same: where names are used twice, the order tells them apart. Safe for use by several threads. */
final class TestIds {
    private final ConcurrentMap<String, String> owners = new ConcurrentHashMap<>();

    /**
     * The id of a test.
     *
     * @param name what {@link TestNames} calls it
     * @param uniqueId what JUnit calls it, which is the same each time that the test is asked for in this run
     */
    String of(String name, String uniqueId) {
        String id = name;
        for (int use = 2; isOfAnother(id, uniqueId); use++) {
            id = name + " (" + use + ")";
        }
        return id;
    }

    private boolean isOfAnother(String id, String uniqueId) {
        String owner = owners.putIfAbsent(id, uniqueId);
        return owner != null && !owner.equals(uniqueId);
    }
}
