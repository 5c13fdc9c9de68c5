package io.reprise.junit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Records the requests of tests once, and replays them later. {@link RepriseTest} registers it; so does a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static RepriseExtension reprise = RepriseExtension.newInstance()
 *         .upstream("https://api.openai.com/v1")
 *         .failOnUnused(true)
 *         .build();
 * }</pre>
 */
public final class RepriseExtension
        implements ExecutionCondition,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver,
                InvocationInterceptor,
                TestExecutionExceptionHandler {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(RepriseExtension.class);

    private static final String UPSTREAM = "reprise.upstream";
    /** Of a line in a failure, in characters, that is not in another text by chance. */
    private static final int SHORTEST_SENTENCE = 40;

    private final Options built;
    /** The test that runs in a thread, for this extension alone. Requests are told apart by their URL, never by this. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable ActiveTest> current = new InheritableThreadLocal<>();

    /** For {@code @ExtendWith}. */
    public RepriseExtension() {
        this(Options.NONE);
    }

    private RepriseExtension(Options built) {
        this.built = built;
    }

    /** An extension for {@code @RegisterExtension}. */
    public static Builder newInstance() {
        return new Builder();
    }

    /** The test that runs in this thread. */
    public Reprise current() {
        ActiveTest now = current.get();
        if (now == null) {
            throw new IllegalStateException(
                    "no test runs in this thread; take a parameter of the type Reprise, and hand on its baseUrl()");
        }
        return new Reprise(() -> now);
    }

    /** The base URL of the test that runs in this thread. */
    public String baseUrl() {
        return current().baseUrl();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Reprise.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ActiveTest own = active(context);
        boolean isOfClass = context.getTestMethod().isEmpty();
        return new Reprise(() -> {
            ActiveTest now = current.get();
            boolean isWithin = now != null && now.id().startsWith(own.id() + TestNames.SEPARATOR);
            return isWithin || isOfClass && now != null ? now : own;
        });
    }

    /** Before constructors of test classes with one instance per test, the test is known already. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /**
     * All tests run. This is what JUnit asks before any extension starts an application for a class, in whatever order the class names them; so the server is there then. It
     * lives as long as the process, as applications may.
     */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isEmpty() && Framework.of(context).isPresent()) {
            Class<?> test = context.getRequiredTestClass();
            Options.ofClass(test)
                    .ifPresent(options -> ServerOfApplications.set(
                            test,
                            options,
                            TestServers.of(options(context).server(), context).untilExit()));
        }
        return ConditionEvaluationResult.enabled("the requests of this test are recorded and replayed");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ActiveTest test = active(context);
        current.set(test);
        Framework.of(context)
                .flatMap(framework -> framework.url(context))
                .ifPresent(url -> test.bind(url, TestServers.turn(url.alias(), context)));
    }

    private ActiveTest active(ExtensionContext context) {
        Supplier<ActiveTest> start = () -> {
            String id = TestServers.ids(context).of(TestNames.of(context), context.getUniqueId());
            Options options = options(context);
            TestServer server = TestServers.of(options.server(), context);
            ChosenMode mode = ChosenMode.of(
                    options.mode(),
                    name -> context.getConfigurationParameter(name).orElseGet(() -> System.getProperty(name)),
                    System::getenv,
                    server.hasUpstream());
            return new ActiveTest(server, id, options, mode, RunScope.of(context));
        };
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getUniqueId(), absent -> start.get(), ActiveTest.class);
    }

    /** The annotation of the method counts more than that of its class, and both more than the builder. */
    private Options options(ExtensionContext context) {
        Set<RepriseTest> annotations = new LinkedHashSet<>();
        TestServers.lineage(context)
                .flatMap(each -> each.getTestMethod().stream())
                .flatMap(method -> AnnotationSupport.findAnnotation(method, RepriseTest.class).stream())
                .forEach(annotations::add);
        TestServers.lineage(context)
                .flatMap(each -> each.getTestClass().stream())
                .flatMap(type -> AnnotationSupport.findAnnotation(type, RepriseTest.class).stream())
                .forEach(annotations::add);
        Options options = Options.NONE;
        for (RepriseTest annotation : annotations) {
            options = options.or(Options.of(annotation));
        }
        Options all = options.or(built);
        return context.getConfigurationParameter(UPSTREAM)
                .filter(text -> !text.isBlank())
                .map(text -> all.with(List.of(text.strip().split("\\s+"))))
                .orElse(all);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        ActiveTest before = current.get();
        ActiveTest test = active(context);
        current.set(test);
        try {
            proceed(invocation, test, before);
            failIfAny(test.end(true));
            report(test, List.of(), Optional.empty());
        } catch (Throwable thrown) {
            report(test, List.of(), Optional.of(thrown));
            throw thrown;
        } finally {
            test.close();
        }
        if (before != null) { // its URL may have been taken before the dynamic test began
            failIfAny(before.end(false));
        }
    }

    private void proceed(Invocation<@Nullable Void> invocation, ActiveTest test, @Nullable ActiveTest before)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (Throwable thrown) {
            throw explained(test, thrown);
        } finally {
            current.set(before);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(active(context), thrown);
    }

    /** What made the test fail first: the requests that had no answer, where there are some. */
    private static Throwable explained(ActiveTest test, Throwable thrown) {
        if (thrown instanceof TestAbortedException) {
            return thrown;
        }
        List<String> problems = test.end(false);
        return problems.isEmpty()
                ? thrown
                : new AssertionFailedError(
                        text(problems) + "\n\nthen the test failed with: " + shortened(thrown, problems), thrown);
    }

    /** SDKs repeat what a miss says in the messages of their exceptions. */
    private static String shortened(Throwable thrown, List<String> problems) {
        String said = String.valueOf(thrown.getMessage());
        boolean isTold =
                text(problems).lines().anyMatch(line -> line.length() >= SHORTEST_SENTENCE && said.contains(line));
        return isTold ? thrown.getClass().getName() + ", which says the same" : thrown.toString();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        current.remove();
        Optional<Throwable> failure = context.getExecutionException();
        ActiveTest test = active(context);
        List<String> problems = new ArrayList<>();
        try {
            problems.addAll(test.end(failure.isEmpty()));
            report(test, problems, failure);
        } finally {
            test.close();
        }
        context.getParent()
                .map(parent -> parent.getStore(NAMESPACE).get(parent.getUniqueId(), ActiveTest.class))
                .ifPresent(ofClass -> problems.addAll(ofClass.end(false)));
        if (failure.isEmpty()) {
            failIfAny(problems);
        } else if (!problems.isEmpty() && !(failure.get() instanceof TestAbortedException)) {
            failure.get().addSuppressed(new AssertionFailedError(text(problems)));
            System.err.println("reprise: " + test.id() + ": " + text(problems));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ActiveTest ofClass = context.getStore(NAMESPACE).get(context.getUniqueId(), ActiveTest.class);
        if (ofClass != null) {
            failIfAny(ofClass.end(context.getExecutionException().isEmpty()));
        }
    }

    private static void report(ActiveTest test, List<String> problems, Optional<Throwable> failure) {
        if (failure.filter(TestAbortedException.class::isInstance).isEmpty()) {
            test.report(problems, failure);
        }
    }

    private static void failIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new AssertionFailedError(text(problems));
        }
    }

    private static String text(List<String> problems) {
        return String.join("\n\n", problems);
    }

    /** What an extension shall be like. */
    public static final class Builder {
        private final List<String> upstreams = new ArrayList<>();
        private final List<String> rules = new ArrayList<>();
        private String recordings = "";
        private String mode = "";
        private List<String> pace = List.of();
        private List<String> faults = List.of();
        private Strictness strictness = Strictness.NONE;

        private Builder() {}

        /** Adds a real API to record from: {@code [NAME=]URL}, such as {@code https://api.openai.com/v1}. */
        public Builder upstream(String upstream) {
            upstreams.add(upstream);
            return this;
        }

        /** As {@link RepriseTest#mode}. */
        public Builder mode(String word) {
            mode = word;
            return this;
        }

        /** As {@link RepriseTest#recordings}. */
        public Builder recordings(String directory) {
            recordings = directory;
            return this;
        }

        /** Adds what makes requests the same question although they differ, such as {@code leave out $.user}. */
        public Builder rule(String rule) {
            rules.add(rule);
            return this;
        }

        /** As {@link RepriseTest#pace}. */
        public Builder pace(String... all) {
            pace = List.of(all);
            return this;
        }

        /** As {@link RepriseTest#faults}. */
        public Builder faults(String... all) {
            faults = List.of(all);
            return this;
        }

        /** As {@link RepriseTest#failOnUnused}. */
        public Builder failOnUnused(boolean fails) {
            strictness = new Strictness(fails, strictness.failsOnUnsaved(), strictness.failsOnLive());
            return this;
        }

        /** As {@link RepriseTest#failOnUnsaved}. */
        public Builder failOnUnsaved(boolean fails) {
            strictness = new Strictness(strictness.failsOnUnused(), fails, strictness.failsOnLive());
            return this;
        }

        /** As {@link RepriseTest#failOnLive}. */
        public Builder failOnLive(boolean fails) {
            strictness = new Strictness(strictness.failsOnUnused(), strictness.failsOnUnsaved(), fails);
            return this;
        }

        public RepriseExtension build() {
            return new RepriseExtension(
                    new Options(new Options.Server(upstreams, recordings, rules), mode, pace, faults, strictness));
        }
    }
}
