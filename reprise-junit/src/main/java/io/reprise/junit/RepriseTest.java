package io.reprise.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Has the requests of tests recorded once and replayed later. On a class it is for all of its tests, on a method for this test; the
 * members that the method gives count more. Nested and derived classes inherit it. A parameter of the type {@link Reprise} has the base URL.
 *
 * <pre>{@code
 * @RepriseTest(upstream = "https://api.openai.com/v1")
 * class JokeTest {
 *     @Test
 *     void tellsAJoke(Reprise reprise) {
 *         client(reprise.baseUrl()) …
 *     }
 * }}</pre>
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(RepriseExtension.class)
public @interface RepriseTest {
    /** The real APIs to record from, each {@code [NAME=]URL}, such as {@code https://api.openai.com/v1}. Default: those of reprise.yaml. */
    String[] upstream() default {};

    /**
     * {@code replay}, {@code record}, {@code record-if-missing} or {@code live}. The environment variable REPRISE_MODE counts more, and the system property
     * {@code reprise.mode} most. Default: {@code record-if-missing}; {@code replay} where CI is set, or no upstream is known.
     */
    String mode() default "";

    /** The directory of the recordings, relative to the module. Default: {@code src/test/resources/reprise}. */
    String recordings() default "";

    /** When the chunks of replayed streams are sent, such as {@code recorded} or {@code ttft=300ms,tps=50}. Default: at once. */
    String[] pace() default {};

    /** What goes wrong on purpose, such as {@code status=429,retry-after=1; first=1}. Default: nothing. */
    String[] faults() default {};

    /** What makes requests the same question although they differ, such as {@code leave out $.user}; with those of reprise.yaml. */
    String[] rules() default {};

    /** Whether a test fails that does not use all of its recordings. */
    boolean failOnUnused() default false;

    /** Whether a test fails if an answer was to be recorded and could not be kept. */
    boolean failOnUnsaved() default false;

    /** Whether a test fails if a request went to an upstream. */
    boolean failOnLive() default false;
}
