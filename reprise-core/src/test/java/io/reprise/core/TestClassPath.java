package io.reprise.core;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the classes of the tests are, for programs that a test starts. */
public final class TestClassPath {
    private TestClassPath() {}

    /** What {@code java -cp} takes. Runners of tests load classes in a loader of their own, or put all of them on the class path of the JVM. */
    public static String text() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader instanceof URLClassLoader urls
                ? Stream.of(urls.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }
}
