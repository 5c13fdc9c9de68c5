package io.reprise.junit;

import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What a run is of. */
enum RunScope {
    /** One test, or one invocation of it. */
    TEST,
    /** A method whose dynamic tests may use its URL, although each has a run of its own. */
    FACTORY,
    /** A class whose tests may use its URL. */
    CLASS;

    static RunScope of(ExtensionContext context) {
        if (context.getUniqueId().contains("[dynamic-test:")) {
            return TEST;
        }
        return context.getTestMethod()
                .map(method -> AnnotationSupport.isAnnotated(method, TestFactory.class) ? FACTORY : TEST)
                .orElse(CLASS);
    }

    /** Whether no other process runs it meanwhile, where it may record. */
    boolean isAlone() {
        return this != CLASS;
    }

    /** Whether a run without failure has asked all that it would ask: tests that share a URL may have failed, or not run. */
    boolean isWhole() {
        return this == TEST;
    }
}
