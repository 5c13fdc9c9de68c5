package io.reprise.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Selects the classes of the product: neither the tests of this module nor those that other modules put into jars. */
final class ProductClasses implements ImportOption {
    private final ImportOption noTests = new DoNotIncludeTests();

    @Override
    public boolean includes(Location location) {
        return noTests.includes(location)
                && !location.contains("-tests.jar")
                && !location.contains("/core-test/")
                && !location.contains("/cli-test/");
    }
}
